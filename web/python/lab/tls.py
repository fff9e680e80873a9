"""`_ssl`: the standard library's `ssl` runs on it unchanged."""

import os

from . import tls_errors
from .tls_context import Context
from .tls_numbers import HAS, NUMBERS
from .tls_session import Certificate, MemoryBIO, SSLSocket, facts

OBJECTS = (
    (129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1"),
    (130, "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2"),
    (13, "CN", "commonName", "2.5.4.3"),
    (85, "subjectAltName", "X509v3 Subject Alternative Name", "2.5.29.17"),
)
"""Of OpenSSL's objects those that programs ask for."""


class SSLSession:
    """A session that can be resumed. There is none."""

    __module__ = "_ssl"

    has_ticket = id = ticket_lifetime_hint = time = timeout = property(lambda self: None)

    def __new__(cls):
        raise TypeError("cannot create '_ssl.SSLSession' instances")


def txt2obj(txt, name=False):
    for known in OBJECTS:
        if txt == known[3] or name and txt in known[1:3]:
            return known
    raise ValueError(f"unknown object '{txt[:100]}'")


def nid2obj(nid, /):
    if nid < 0:
        raise ValueError("NID must be positive")
    for known in OBJECTS:
        if nid == known[0]:
            return known
    raise ValueError(f"unknown NID {nid}")


def RAND_bytes(n, /):
    return os.urandom(n)


def RAND_status():
    return True


def RAND_add(string, entropy, /):
    """The browser's numbers need no more of it."""


def get_default_verify_paths():
    return "SSL_CERT_FILE", "/usr/lib/ssl/cert.pem", "SSL_CERT_DIR", "/usr/lib/ssl/certs"


def _test_decode_cert(path, /):
    from ssl import PEM_cert_to_DER_cert

    with open(path, encoding="ascii") as file:
        return facts(PEM_cert_to_DER_cert(file.read()))


MODULE = {
    **NUMBERS, **{f"HAS_{name}": there for name, there in HAS.items()}, **tls_errors.CLASSES,
    "OPENSSL_VERSION": "OpenSSL 3.0 (rustls 0.23, Socket Lab)", "OPENSSL_VERSION_INFO": (3, 0, 0, 0, 0),
    "OPENSSL_VERSION_NUMBER": 0x30000000, "_OPENSSL_API_VERSION": (3, 0, 0, 0, 0),
    "_DEFAULT_CIPHERS": "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM",
    "_SSLContext": Context, "_SSLSocket": SSLSocket, "MemoryBIO": MemoryBIO, "SSLSession": SSLSession,
    "Certificate": Certificate, "_test_decode_cert": _test_decode_cert,
}
