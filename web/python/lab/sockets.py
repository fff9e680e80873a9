"""`_socket.socket`: each method is one call of the relay. The stdlib's `socket` is based on it."""

import itertools
import operator
import os
import warnings

from . import calls, edges, socket_files
from .addresses import AF_INET, AF_INET6, AF_UNIX, from_wire, to_wire
from .constants import NUMBERS
from .errors import gaierror, os_error
from .getargs import MAX_OPTION, c_int, octets, option_value, seconds, size, type_name
from .impossible import explained

MAX_PAYLOAD = 1024 * 1024
"""Most bytes beside one message."""

FAMILIES = {AF_INET: "AF_INET", AF_INET6: "AF_INET6", AF_UNIX: "AF_UNIX"}
KINDS = {NUMBERS[name]: name for name in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET")}
HOWS = {0: "SHUT_RD", 1: "SHUT_WR", 2: "SHUT_RDWR"}
STREAM, RAW, NONBLOCK, CLOEXEC = (NUMBERS[f"SOCK_{name}"] for name in ("STREAM", "RAW", "NONBLOCK", "CLOEXEC"))

open_sockets = {}
"""Every open descriptor: (the relay's socket, family, type, protocol)."""

copies = itertools.count(1 << 20)
"""Numbers for what `dup` makes, above any of the relay's."""

closing = []
"""Functions to call with a socket of the relay's before its last descriptor is closed."""

default_timeout = None


def relay_socket(fd):
    """The relay's name for a descriptor."""
    if found := open_sockets.get(fd):
        return found[0]
    raise os_error("EBADF")


def opened(made, family, kind, proto):
    """Notes a descriptor the relay has opened."""
    open_sockets[made["fileno"]] = made["socket"], family, kind, proto
    return made["fileno"]


def close(fd, /):
    """Closes a descriptor."""
    socket = relay_socket(operator.index(fd))
    if forget(fd, socket):
        calls.call("close", socket)


def forget(fd, socket):
    """A descriptor is closed: whether it was the last of its socket."""
    open_sockets.pop(fd, None)
    last = all(other[0] != socket for other in open_sockets.values())
    if last:
        for leave in closing:
            leave(socket)
    return last


def post(fd, data):
    """Sends without waiting for the end of it."""
    calls.post({"send": {"flags": NUMBERS["MSG_DONTWAIT"]}}, relay_socket(fd), data)


class socket:
    """One descriptor of the relay's."""

    __module__ = "_socket"
    __slots__ = (
        "_fd", "_socket", "_family", "_kind", "_proto", "_timeout", "_local", "_peer",
    )

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._fd, self._local, self._peer = -1, None, None
        self._timeout = default_timeout
        if fileno is not None:
            fd = operator.index(fileno)
            if fd < 0:
                raise ValueError("negative file descriptor")
            relay_socket(fd)
            self._socket, self._family, self._kind, self._proto = open_sockets[fd]
            self._fd = fd
        else:
            family = AF_INET if family == -1 else c_int(family)
            kind = STREAM if type == -1 else c_int(type)
            proto = 0 if proto == -1 else c_int(proto)
            if kind & NONBLOCK:
                self._timeout = 0.0
            kind &= ~(NONBLOCK | CLOEXEC)
            made = _made(family, kind, proto)
            self._fd = opened(made["socket"], family, kind, proto)
            self._socket, self._family, self._kind, self._proto = open_sockets[self._fd]
        if self._timeout is not None:
            self._call({"settimeout": {"seconds": self._timeout}})

    family = property(lambda self: self._family)
    type = property(lambda self: self._kind)
    proto = property(lambda self: self._proto)
    timeout = property(lambda self: self._timeout)

    def _call(self, op, data=None):
        if self._socket in edges.exhausted:
            return edges.call(op, self._socket, data, self._kind == STREAM)
        return calls.call(op, self._socket, data)

    def _address(self, address, caller):
        return {"address": to_wire(self._family, address, caller)}

    def fileno(self):
        return self._fd

    def bind(self, address, /):
        wire = self._address(address, "bind")
        self._call({"bind": wire})
        self._local = address
        if self._family == AF_UNIX:
            socket_files.was_bound(wire["address"]["unix"]["path"])

    def listen(self, backlog=None, /):
        self._call({"listen": {"backlog": None if backlog is None else c_int(backlog)}})

    def _accept(self):
        value, _ = self._call("accept")
        made = value["accepted"]
        address = from_wire(made["address"])
        return opened(made, self._family, self._kind, self._proto), address

    def connect(self, address, /):
        self._call({"connect": self._address(address, "connect")})
        self._peer = address

    def connect_ex(self, address, /):
        try:
            value, _ = self._call({"connect_ex": self._address(address, "connect_ex")})
        except gaierror:
            raise
        except OSError as error:
            if error.errno is None:
                raise
            return error.errno
        self._peer = address
        return value["errno"]

    def recv(self, bufsize, flags=0, /):
        _, data = self._call({"recv": {"bufsize": size(bufsize), "flags": c_int(flags)}})
        return data

    def recvfrom(self, bufsize, flags=0, /):
        value, data = self._call(
            {"recvfrom": {"bufsize": size(bufsize), "flags": c_int(flags)}}
        )
        return data, from_wire(value["bytes_from"]["address"])

    def _into(self, name, buffer, nbytes):
        try:
            view = memoryview(buffer)
        except TypeError:
            view = None
        if view is None or view.readonly:
            raise TypeError(
                f"{name}() argument 1 must be read-write bytes-like object, "
                f"not {type(buffer).__name__}"
            )
        if nbytes < 0:
            raise ValueError(f"negative buffersize in {name}")
        if nbytes > view.nbytes:
            raise ValueError("buffer too small for requested bytes")
        return view.cast("B"), nbytes or view.nbytes

    def recv_into(self, buffer, nbytes=0, flags=0):
        view, nbytes = self._into("recv_into", buffer, nbytes)
        if not nbytes:
            return 0
        data = self.recv(nbytes, flags)
        view[:len(data)] = data
        return len(data)

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        view, nbytes = self._into("recvfrom_into", buffer, nbytes)
        data, address = self.recvfrom(nbytes, flags)
        view[:len(data)] = data
        return len(data), address

    def _limited(self, data):
        """A stream takes a part of much; a datagram is whole or too long."""
        if len(data) > MAX_PAYLOAD and self._kind != STREAM:
            raise os_error("EMSGSIZE")
        return data[:MAX_PAYLOAD]

    def send(self, data, flags=0, /):
        value, _ = self._call({"send": {"flags": c_int(flags)}}, self._limited(octets(data)))
        return value["sent"]

    def sendall(self, data, flags=0, /):
        data = octets(data)
        while True:
            part = self._limited(data)
            self._call({"sendall": {"flags": c_int(flags)}}, part)
            data = data[len(part):]
            if not data:
                return

    def sendto(self, data, *rest):
        if not 1 <= len(rest) <= 2:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(rest) + 1} given)")
        flags, address = rest if len(rest) == 2 else (0, rest[0])
        data = self._limited(octets(data))
        where = self._address(address, "sendto")
        value, _ = self._call({"sendto": {"flags": c_int(flags)} | where}, data)
        return value["sent"]

    def shutdown(self, how, /):
        how = c_int(how)
        if how not in HOWS:
            raise os_error("EINVAL")
        self._call({"shutdown": {"how": HOWS[how]}})

    def close(self):
        if self._fd != -1:
            fd, self._fd = self._fd, -1
            if forget(fd, self._socket):
                self._call("close")

    def detach(self):
        fd, self._fd = self._fd, -1
        return fd

    def getsockname(self):
        value, _ = self._call("getsockname")
        self._local = from_wire(value["address"])
        return self._local

    def getpeername(self):
        value, _ = self._call("getpeername")
        self._peer = from_wire(value["address"])
        return self._peer

    def setsockopt(self, level, option, value, *optlen):
        if len(optlen) > 1:
            raise TypeError(f"setsockopt() takes at most 4 arguments ({3 + len(optlen)} given)")
        level, option = c_int(level), c_int(option)
        if value is None and not optlen:
            raise TypeError("setsockopt() requires 4 arguments when the third argument is None")
        if value is not None and optlen:
            kind = type_name(value)
            raise TypeError(
                f"setsockopt() only takes 4 arguments when the third argument is None (got {kind})"
            )
        value = option_value(value, *optlen)
        self._call({"setsockopt": {"level": level, "option": option, "value": value}})

    def getsockopt(self, level, option, buflen=0, /):
        level, option = c_int(level), c_int(option)
        buflen = c_int(buflen)
        if not 0 <= buflen <= MAX_OPTION:
            raise OSError("getsockopt buflen out of range")
        op = {"level": level, "option": option, "buflen": buflen or None}
        value, data = self._call({"getsockopt": op})
        return data if buflen else value["option_int"]

    def settimeout(self, value, /):
        value = seconds(value)
        self._call({"settimeout": {"seconds": value}})
        self._timeout = value

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag, /):
        flag = bool(flag)
        self._call({"setblocking": {"flag": flag}})
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0.0

    def __del__(self):
        if getattr(self, "_fd", -1) != -1:
            warnings.warn(f"unclosed {known(self)}", ResourceWarning, source=self)
            fd, self._fd = self._fd, -1
            if forget(fd, self._socket):
                calls.post("close", self._socket)

    def __repr__(self):
        return (
            f"<socket object, fd={self._fd}, family={self._family}, "
            f"type={self._kind}, proto={self._proto}>"
        )


def _wanted(family, kind, proto):
    if family == NUMBERS["AF_PACKET"]:
        raise explained(os_error("EPERM"), "raw")
    if family not in FAMILIES:
        raise os_error("EAFNOSUPPORT")
    if kind not in KINDS:
        raise os_error("EINVAL")
    return {"family": FAMILIES[family], "kind": KINDS[kind], "proto": proto}


def _made(family, kind, proto):
    op = {"socket": _wanted(family, kind, proto)}
    try:
        return calls.call(op)[0]
    except PermissionError as error:
        raise explained(error, "raw") if kind == RAW else error


def known(sock):
    """A socket's repr from what is known of it, without asking the kernel."""
    facts = {"fd": sock._fd, "family": sock._family, "type": sock._kind, "proto": sock._proto}
    facts |= {"laddr": sock._local, "raddr": sock._peer}
    text = ", ".join(f"{name}={value}" for name, value in facts.items() if value is not None)
    closed = "[closed] " if sock._fd == -1 else ""
    return f"<{type(sock).__module__}.{type(sock).__qualname__} {closed}{text}>"


def socketpair(family=AF_UNIX, type=STREAM, proto=0, /):
    """Two sockets, each the other's peer."""
    kind = c_int(type) & ~(NONBLOCK | CLOEXEC)
    value, _ = calls.call({"socketpair": _wanted(family, kind, proto)})
    pair = zip(value["pair"]["sockets"], value["pair"]["filenos"])
    return tuple(
        socket(family, kind, proto, opened({"socket": one, "fileno": fd}, family, kind, proto))
        for one, fd in pair
    )


def dup(fd, /):
    """A second number for the same socket of the relay, which closes with the last of them."""
    relay_socket(operator.index(fd))
    copy = next(copies)
    open_sockets[copy] = open_sockets[fd]
    return copy


def sendfile(out_fd, in_fd, offset, count):
    """`os.sendfile`: the file is the page's, so its bytes go by send."""
    data = os.pread(in_fd, min(count, MAX_PAYLOAD), offset)
    if not data:
        return 0
    value, _ = calls.call({"send": {"flags": 0}}, relay_socket(out_fd), data)
    return value["sent"]


def getdefaulttimeout():
    return default_timeout


def setdefaulttimeout(timeout, /):
    global default_timeout
    default_timeout = seconds(timeout)
