"""`_ssl._SSLContext`: what a program wants of its TLS sessions."""

import base64
import os
import re

from .impossible import explained
from .tls_code import request
from .tls_errors import PLACE, SSLError, failed, named
from .tls_numbers import NUMBERS
from .tls_session import OverMemory, OverSocket, SSLSocket, facts

TLS, CLIENT, SERVER = (NUMBERS[f"PROTOCOL_TLS{end}"] for end in ("", "_CLIENT", "_SERVER"))
OLD = {NUMBERS["PROTOCOL_TLSv1"]: "TLSv1", NUMBERS["PROTOCOL_TLSv1_1"]: "TLSv1_1", NUMBERS["PROTOCOL_TLSv1_2"]: "TLSv1_2"}
LOWEST, HIGHEST = NUMBERS["PROTO_MINIMUM_SUPPORTED"], NUMBERS["PROTO_MAXIMUM_SUPPORTED"]
VERSIONS = {
    name: (NUMBERS[f"PROTO_{name}"], NUMBERS[f"OP_NO_{name}"]) for name in ("TLSv1_2", "TLSv1_3")
}
VERIFY = "none", "optional", "required"
TRUSTED_FIRST, PARTIAL_CHAIN, STRICT = (NUMBERS[f"VERIFY_X509_{name}"] for name in ("TRUSTED_FIRST", "PARTIAL_CHAIN", "STRICT"))
OPTIONS = sum(NUMBERS[f"OP_{name}"] for name in (
    "ALL", "NO_SSLv3", "CIPHER_SERVER_PREFERENCE", "NO_COMPRESSION", "ENABLE_MIDDLEBOX_COMPAT",
))

PEM = re.compile(r"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(.*?)-----END", re.DOTALL)
KEY = re.compile(r"-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----.*?-----END \1-----", re.DOTALL)

SUITES = {
    name: (number, version, kea, auth) for name, number, version, kea, auth in (
        ("TLS_AES_256_GCM_SHA384", 0x1302, "TLSv1.3", "any", "any"),
        ("TLS_CHACHA20_POLY1305_SHA256", 0x1303, "TLSv1.3", "any", "any"),
        ("TLS_AES_128_GCM_SHA256", 0x1301, "TLSv1.3", "any", "any"),
        ("ECDHE-ECDSA-AES256-GCM-SHA384", 0xC02C, "TLSv1.2", "ecdhe", "ecdsa"),
        ("ECDHE-RSA-AES256-GCM-SHA384", 0xC030, "TLSv1.2", "ecdhe", "rsa"),
        ("ECDHE-ECDSA-AES128-GCM-SHA256", 0xC02B, "TLSv1.2", "ecdhe", "ecdsa"),
        ("ECDHE-RSA-AES128-GCM-SHA256", 0xC02F, "TLSv1.2", "ecdhe", "rsa"),
        ("ECDHE-ECDSA-CHACHA20-POLY1305", 0xCCA9, "TLSv1.2", "ecdhe", "ecdsa"),
        ("ECDHE-RSA-CHACHA20-POLY1305", 0xCCA8, "TLSv1.2", "ecdhe", "rsa"),
    )
}
GROUPS = {
    "DEFAULT", "ALL", "HIGH", "ECDH", "ECDHE", "EECDH", "kEECDH", "kECDHE", "AES", "AESGCM", "AES128", "AES256", "CHACHA20",
    "ECDSA", "RSA", "aRSA", "aECDSA", "TLSv1.2", "COMPLEMENTOFDEFAULT",
}
"""Names of OpenSSL's for many suites: any of them lets all be used that there are."""

CURVES = {"prime256v1", "secp256r1", "P-256", "secp384r1", "P-384", "X25519"}


def unsupported(error, what):
    return explained(error, "tls", what)


def pem_lib():
    return named(SSLError, 9, "SSL", "", "PEM lib")


def read(path):
    """The text of a file of certificates or keys."""
    try:
        with open(path, encoding="latin-1") as file:
            return file.read()
    except OSError as error:
        # As C's fopen does, without the name.
        raise OSError(error.errno, error.strerror) from None


class Context:
    """`_ssl._SSLContext`."""

    __module__ = "_ssl"
    __qualname__ = __name__ = "_SSLContext"

    def __new__(cls, protocol):
        if protocol not in (TLS, CLIENT, SERVER, *OLD):
            raise ValueError("invalid or unsupported protocol version")
        self = object.__new__(cls)
        self._protocol = protocol
        self._verify_mode = 2 if protocol == CLIENT else 0
        self._check_hostname = protocol == CLIENT
        self._verify_flags = TRUSTED_FIRST
        self._options = OPTIONS
        self._lowest, self._highest = NUMBERS["PROTO_TLSv1_2"], HIGHEST
        if protocol in OLD:
            self._lowest = self._highest = NUMBERS[f"PROTO_{OLD[protocol]}"]
        self._chain = self._key = None
        self._trusted, self._protocols, self._suites = {}, [], []
        self._sni_callback = None
        self._num_tickets, self._post_handshake_auth, self._host_flags = 2, False, NUMBERS["HOSTFLAG_NO_PARTIAL_WILDCARDS"]
        return self

    def _settings(self):
        versions = [
            name.replace("_", ".") for name, (number, off) in VERSIONS.items()
            if (self._lowest < 0 or number >= self._lowest) and (self._highest < 0 or number <= self._highest)
            and not self._options & off
        ]
        if not versions:
            raise unsupported(failed("NO_PROTOCOLS_AVAILABLE"), "this context allows older versions only.")
        return {
            "versions": versions, "chain": self._chain, "key": self._key, "protocols": self._protocols, "suites": self._suites,
            "trusted": list(self._trusted.values()), "verify": VERIFY[self._verify_mode], "check_name": self._check_hostname,
            "strict": bool(self._verify_flags & STRICT), "partial_chain": bool(self._verify_flags & PARTIAL_CHAIN),
        }

    protocol = property(lambda self: self._protocol)
    security_level = property(lambda self: 2)

    def _set_verify_mode(self, mode):
        if mode not in (0, 1, 2):
            raise ValueError("invalid value for verify_mode")
        if mode == 0 and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._verify_mode = int(mode)

    verify_mode = property(lambda self: self._verify_mode, _set_verify_mode)

    def _set_check_hostname(self, on):
        self._check_hostname = bool(on)
        if on and not self._verify_mode:
            self._verify_mode = 2

    check_hostname = property(lambda self: self._check_hostname, _set_check_hostname)

    def _set_verify_flags(self, flags):
        if flags & NUMBERS["VERIFY_CRL_CHECK_CHAIN"]:
            raise unsupported(ValueError("certificate revocation lists are not supported"), "check lists of revoked certificates.")
        self._verify_flags = int(flags)

    verify_flags = property(lambda self: self._verify_flags, _set_verify_flags)

    def _set_options(self, options):
        if options < 0:
            raise OverflowError("can't convert negative int to unsigned")
        self._options = int(options)

    options = property(lambda self: self._options, _set_options)

    def _set_lowest(self, version):
        if version == HIGHEST:
            version = NUMBERS["PROTO_TLSv1_3"]
        self._lowest = self._version(version)

    def _set_highest(self, version):
        if version == LOWEST:
            version = NUMBERS["PROTO_TLSv1_2"]
        self._highest = self._version(version)

    def _version(self, version):
        if self._protocol not in (TLS, CLIENT, SERVER):
            raise ValueError("The context's protocol doesn't support modification of highest and lowest version.")
        if version not in (LOWEST, HIGHEST, *(NUMBERS[f"PROTO_{name}"] for name in ("SSLv3", "TLSv1", "TLSv1_1", *VERSIONS))):
            raise ValueError(f"Unsupported TLS/SSL version {version:#x}")
        return int(version)

    minimum_version = property(lambda self: self._lowest, _set_lowest)
    maximum_version = property(lambda self: self._highest, _set_highest)

    def _set_sni_callback(self, callback):
        if self._protocol == CLIENT:
            raise ValueError("sni_callback cannot be set on TLS_CLIENT context")
        if callback is not None and not callable(callback):
            raise TypeError("not a callable object")
        self._sni_callback = callback

    sni_callback = property(lambda self: self._sni_callback, _set_sni_callback)

    def _set_message_callback(self, callback):
        if callback is not None:
            raise unsupported(NotImplementedError("_msg_callback"), "tell of its messages.")

    _msg_callback = property(lambda self: None, _set_message_callback)

    def _set_keylog(self, path):
        if path is not None:
            raise unsupported(NotImplementedError("keylog_filename"), "write its keys to a file.")

    keylog_filename = property(lambda self: None, _set_keylog)

    def _set_num_tickets(self, number):
        if self._protocol != SERVER:
            raise ValueError("SSLContext is not a server context.")
        if number < 0:
            raise ValueError("value must be non-negative")
        self._num_tickets = number

    num_tickets = property(lambda self: self._num_tickets, _set_num_tickets)

    def _set_post_handshake_auth(self, on):
        self._post_handshake_auth = bool(on)

    post_handshake_auth = property(lambda self: self._post_handshake_auth, _set_post_handshake_auth)

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        chain = read(certfile)
        text = chain if keyfile is None else read(keyfile)
        found = KEY.search(text)
        if not found or not PEM.search(chain):
            raise pem_lib()
        key = found.group()
        if "ENCRYPTED" in key:
            raise unsupported(pem_lib(), "read a key that is encrypted; decrypt it with `openssl pkey -in FILE -out NEW`.")
        request("match", chain=chain, key=key)
        self._chain, self._key = chain, key

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        if cadata is not None:
            self._load_data(cadata)
        if cafile is not None and not self._load_text(read(cafile)):
            raise named(SSLError, 136, "X509", "NO_CERTIFICATE_OR_CRL_FOUND", "no certificate or crl found")
        if capath is not None and os.path.isdir(capath):
            for name in sorted(os.listdir(capath)):
                if re.fullmatch(r"[0-9a-f]{8}\.\d+", name):
                    self._load_text(read(os.path.join(os.fsdecode(capath), name)))

    def _load_data(self, data):
        if isinstance(data, str):
            if not data.isascii():
                raise TypeError("cadata should be an ASCII string or a bytes-like object")
            if not self._load_text(data):
                raise SSLError(0, "no start line: cadata does not contain a certificate")
            return
        data = bytes(data)
        end = 0
        while data[end:end + 1] == b"\x30":
            count = data[end + 1] & 0x7F if data[end + 1] & 0x80 else 0
            length = int.from_bytes(data[end + 2:end + 2 + count]) if count else data[end + 1]
            start, end = end, end + 2 + count + length
            self._trust(data[start:end])
        if not end:
            raise SSLError(0, "not enough data: cadata does not contain a certificate")

    def _load_text(self, text):
        found = PEM.findall(text)
        for encoded in found:
            self._trust(base64.b64decode(encoded))
        return bool(found)

    def _trust(self, der):
        self._trusted[der] = base64.b64encode(der).decode()

    def set_default_verify_paths(self):
        if path := os.environ.get("SSL_CERT_FILE"):
            if os.path.isfile(path):
                self._load_text(read(path))

    def cert_store_stats(self):
        authorities = sum(request("describe", der)["is_ca"] for der in self._trusted)
        return {"x509": len(self._trusted), "crl": 0, "x509_ca": authorities}

    def get_ca_certs(self, binary_form=False):
        found = [der for der in self._trusted if request("describe", der)["is_ca"]]
        return found if binary_form else [facts(der) for der in found]

    def set_ciphers(self, text, /):
        wanted = [part.split("@")[0] for part in re.split("[:, ]+", text) if part and part[0] not in "!-"]
        named_suites = [part for part in wanted if part in SUITES]
        if any(set(part.split("+")) & GROUPS for part in wanted if part not in SUITES):
            self._suites = []
        elif named_suites:
            self._suites = named_suites
        else:
            raise unsupported(SSLError("No cipher can be selected."), "use any of these cipher suites.")

    def get_ciphers(self):
        return [
            suite(name) for name in SUITES
            if not self._suites or name in self._suites or SUITES[name][1] == "TLSv1.3"
        ]

    def _set_alpn_protocols(self, wire, /):
        wire, at, names = bytes(wire), 0, []
        while at < len(wire):
            names.append(wire[at + 1:at + 1 + wire[at]].decode("latin-1"))
            at += 1 + wire[at]
        self._protocols = names

    def set_ecdh_curve(self, name, /):
        if (name.decode() if isinstance(name, bytes) else name) not in CURVES:
            raise ValueError(f"unknown elliptic curve name {name!r}")

    def load_dh_params(self, path, /):
        if "BEGIN DH PARAMETERS" not in read(path):
            raise pem_lib()

    def set_psk_client_callback(self, callback):
        raise unsupported(NotImplementedError("TLS-PSK"), "agree on a key in advance.")

    set_psk_server_callback = set_psk_client_callback

    def session_stats(self):
        names = (
            "number connect connect_good connect_renegotiate accept accept_good accept_renegotiate hits misses timeouts cache_full"
        )
        return dict.fromkeys(names.split(), 0)

    def _wrap_socket(self, sock, server_side, server_hostname=None, *, owner=None, session=None):
        return self._session(OverSocket(sock), sock, server_side, server_hostname, owner)

    def _wrap_bio(self, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None):
        return self._session(OverMemory(incoming, outgoing), None, server_side, server_hostname, owner)

    def _session(self, way, returned, server_side, server_hostname, owner):
        if server_side and self._protocol == CLIENT:
            raise SSLError(1, f"Cannot create a server socket with a PROTOCOL_TLS_CLIENT context ({PLACE})")
        if not server_side and self._protocol == SERVER:
            raise SSLError(1, f"Cannot create a client socket with a PROTOCOL_TLS_SERVER context ({PLACE})")
        return SSLSocket(self, way, returned, server_side, server_hostname, owner)


def suite(name):
    """A suite as `get_ciphers` describes it."""
    number, version, kea, auth = SUITES[name]
    bits = 128 if "128_GCM" in name or "AES128" in name else 256
    symmetric = "chacha20-poly1305" if "CHACHA20" in name else f"aes-{bits}-gcm"
    return {
        "id": 0x3000000 + number, "name": name, "protocol": version, "strength_bits": bits, "alg_bits": bits, "aead": True,
        "symmetric": symmetric, "digest": None, "kea": f"kx-{kea}", "auth": f"auth-{auth}",
        "description": f"{name:<30} {version} Kx={kea} Au={auth} Enc={symmetric} Mac=AEAD",
    }
