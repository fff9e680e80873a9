"""`_ssl._SSLSocket`: one end of a TLS connection, over a socket or a pair of `MemoryBIO`."""

import base64
import sys
import types
from time import monotonic

from . import tls_errors
from .sockets import socket
from .tls_code import request, take
from .tls_errors import SSLError, SSLWantWriteError, failed, from_failure

HEADER, RECORD = 5, 16384
"""Bytes of a record's header; most bytes of a program's in one record."""

INTERNAL_ERROR = 80


class MemoryBIO:
    """Bytes in memory, as if they came from a network."""

    __module__ = "_ssl"

    def __init__(self):
        self._bytes = bytearray()
        self._ended = False

    def read(self, size=-1, /):
        if size is None or size < 0:
            size = len(self._bytes)
        data = bytes(self._bytes[:size])
        del self._bytes[:size]
        return data

    def write(self, data, /):
        if self._ended:
            raise SSLError(0, "cannot write() after write_eof()")
        data = memoryview(data).cast("B")
        self._bytes += data
        return len(data)

    def write_eof(self):
        self._ended = True

    pending = property(lambda self: len(self._bytes))
    eof = property(lambda self: self._ended and not self._bytes)


class OverMemory:
    """A session's way to its peer: two objects of memory."""

    def __init__(self, incoming, outgoing):
        self._incoming, self._outgoing = incoming, outgoing

    def recv(self, size):
        data = self._incoming.read(size)
        if not data and not self._incoming.eof:
            raise tls_errors.want_read()
        return data

    def send(self, data):
        return self._outgoing.write(data)

    def begin(self, words):
        """One operation begins; these are the words of its time-out."""


class OverSocket:
    """A session's way to its peer: each recv and each send is a call."""

    def __init__(self, sock):
        self._socket = sock
        self._words = None
        self._deadline = None

    def begin(self, words):
        timeout = self._socket.gettimeout()
        self._words = words
        self._deadline = monotonic() + timeout if timeout else None

    def _call(self, method, *given):
        if self._deadline is not None and monotonic() > self._deadline:
            raise TimeoutError(self._words)
        try:
            return method(self._socket, *given)
        except TimeoutError as error:
            if error.errno is None:
                raise TimeoutError(self._words) from None
            raise

    def recv(self, size):
        try:
            return self._call(socket.recv, size)
        except BlockingIOError:
            raise tls_errors.want_read() from None

    def send(self, data):
        try:
            return self._call(socket.send, data)
        except BlockingIOError:
            raise tls_errors.want_write() from None


class Certificate:
    """A certificate of a chain."""

    __module__ = "_ssl"

    def __init__(self, der):
        self._der = der

    def public_bytes(self, format=1, /):
        if format == 2:
            return self._der
        text = base64.encodebytes(self._der).decode().replace("\n", "")
        lines = [text[at:at + 64] for at in range(0, len(text), 64)]
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])

    def get_info(self):
        return facts(self._der)

    def __eq__(self, other):
        return isinstance(other, Certificate) and self._der == other._der

    def __hash__(self):
        return hash(self._der)


ORDER = (
    "subject", "issuer", "version", "serialNumber", "notBefore", "notAfter", "subjectAltName", "OCSP", "caIssuers",
    "crlDistributionPoints",
)


def as_tuples(value):
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


def facts(der):
    """A certificate as `getpeercert` describes it."""
    described = request("describe", der)["facts"]
    return {key: as_tuples(described[key]) for key in ORDER if key in described}


class SSLSocket:
    """`_ssl._SSLSocket`."""

    __module__ = "_ssl"
    __qualname__ = __name__ = "_SSLSocket"

    def __init__(self, context, way, returned, server_side, server_hostname, owner):
        self.context, self.server_side, self.server_hostname, self.owner = context, server_side, server_hostname, owner
        self.session, self.session_reused = None, False
        self._way, self._returned = way, returned
        self._partial, self._unsent = bytearray(), b""
        self._promised = 0
        """How many bytes of the program's are in what could not be sent; writing them again sends the rest."""
        self._handshaking, self._readable, self._closed, self._shut = True, 0, False, False
        self._failure, self._agreed = None, {}
        if server_side:
            self._number = request("server")
        else:
            self._number = request("client", name=server_hostname, settings=context._settings())

    def __del__(self):
        if number := getattr(self, "_number", None):
            request("drop", session=number)

    def _see(self, standing):
        self._handshaking, self._readable = standing["handshaking"], standing["readable"]
        self._closed = standing["closed"]
        self._failure = standing["failure"]
        if standing["greeting"]:
            self._answer(standing["greeting"]["name"])

    def _answer(self, name):
        """Answers the client's greeting, with the certificate that the program chooses for its name."""
        choose = self.context.sni_callback
        if choose:
            try:
                alert = choose(self.owner or self, name, self.context)
            except Exception:
                sys.unraisablehook(_unraisable(choose))
                alert = 40
            if alert is not None:
                request("refuse", session=self._number, alert=alert if isinstance(alert, int) else INTERNAL_ERROR)
                self._flush()
                raise failed("CALLBACK_FAILED")
        self._see(request("accept", session=self._number, settings=self.context._settings()))

    def _flush(self):
        """Sends what is to be sent."""
        self._unsent += take("output", session=self._number)
        while self._unsent:
            sent = self._way.send(self._unsent)
            self._unsent = self._unsent[sent:]

    def _receive(self):
        """Takes one record of the peer's, in the calls that OpenSSL makes for it; False at the end of the stream."""
        partial = self._partial
        while True:
            left = HEADER - len(partial)
            if left <= 0:
                left = HEADER + int.from_bytes(partial[3:5]) - len(partial)
            if left <= 0 or len(partial) >= HEADER and (partial[0] & 0x80 or partial[1] != 3):
                break
            data = self._way.recv(left)
            if not data:
                return False
            partial += data
        record = bytes(partial)
        partial.clear()
        self._see(request("feed", record, session=self._number))
        return True

    def _raise_failure(self):
        if self._failure:
            # The peer is told why, if it still listens.
            try:
                self._flush()
            except OSError:
                pass
            raise from_failure(self._failure, self.server_hostname)

    def _negotiate(self):
        while True:
            self._raise_failure()
            self._flush()
            if not self._handshaking:
                break
            if not self._receive():
                raise tls_errors.end_of_stream()
        if not self._agreed:
            self._agreed = request("agreed", session=self._number)

    def do_handshake(self):
        self._way.begin(f"{tls_errors.PLACE}: The handshake operation timed out")
        self._negotiate()

    def read(self, size=1024, buffer=None, /):
        if buffer is not None:
            view = memoryview(buffer).cast("B")
            size = min(size, len(view)) if size > 0 else len(view)
        elif size < 0:
            raise ValueError("size should not be negative")
        data = self._read(size)
        if buffer is None:
            return data
        view[:len(data)] = data
        return len(data)

    def _read(self, size):
        if size == 0:
            return b""
        self._way.begin("The read operation timed out")
        if self._handshaking:
            self._negotiate()
        while not self._readable:
            self._raise_failure()
            if self._closed:
                if self._shut:
                    raise tls_errors.closed()
                return b""
            if not self._receive():
                raise tls_errors.end_of_stream()
            self._raise_failure()
            self._flush()
        data = take("read", session=self._number, size=min(size, self._readable))
        self._readable -= len(data)
        return data

    def write(self, data, /):
        data = memoryview(data).cast("B")
        self._way.begin("The write operation timed out")
        if self._handshaking:
            self._negotiate()
        if self._shut:
            raise failed("PROTOCOL_IS_SHUTDOWN")
        written = 0
        while written < len(data) or self._promised:
            if not self._promised:
                piece = data[written:written + RECORD].tobytes()
                request("write", piece, session=self._number)
                self._promised = len(piece)
            try:
                self._flush()
            except SSLWantWriteError:
                if not written:
                    raise
                break
            written, self._promised = written + self._promised, 0
        return written

    def pending(self):
        return self._readable

    def shutdown(self):
        self._way.begin("The read operation timed out")
        if self._handshaking:
            raise failed("SHUTDOWN_WHILE_IN_INIT")
        if not self._shut:
            request("close", session=self._number)
            self._shut = True
        self._flush()
        while not self._closed:
            if not self._receive():
                raise tls_errors.end_of_stream()
            self._raise_failure()
            if self._readable:
                raise failed("APPLICATION_DATA_AFTER_CLOSE_NOTIFY")
        return self._returned

    def _peer(self):
        return [base64.b64decode(text) for text in self._agreed.get("peer", ())]

    def getpeercert(self, binary_form=False, /):
        if self._handshaking:
            raise ValueError("handshake not done yet")
        peer = self._peer()
        if not peer:
            return None
        if binary_form:
            return peer[0]
        return facts(peer[0]) if self.context.verify_mode else {}

    def get_unverified_chain(self):
        return [Certificate(der) for der in self._peer()] or None

    get_verified_chain = get_unverified_chain

    def version(self):
        return self._agreed.get("version")

    def cipher(self):
        found = self._agreed.get("cipher")
        return (found[0], self.version(), found[1]) if found else None

    def selected_alpn_protocol(self):
        return self._agreed.get("protocol")

    def shared_ciphers(self):
        return None

    def compression(self):
        return None

    def get_channel_binding(self, cb_type="tls-unique", /):
        raise ValueError(f"'{cb_type}' channel binding type not implemented")

    def verify_client_post_handshake(self):
        raise NotImplementedError("Post-handshake auth is not supported by TLS in a page")


def _unraisable(function):
    kind, value, trace = sys.exc_info()
    return types.SimpleNamespace(exc_type=kind, exc_value=value, exc_traceback=trace, err_msg=None, object=function)
