"""The exceptions of `_ssl`, with OpenSSL's names and words."""

from .tls_numbers import NUMBERS, VERIFY_WORDS

PLACE = "_ssl.c:1081"
"""Where CPython's C raises most of them; programs find it in the words."""


class SSLError(OSError):
    """An error occurred in the SSL implementation."""

    library = reason = None

    def __str__(self):
        return self.strerror if isinstance(self.strerror, str) else str(self.args)


class SSLZeroReturnError(SSLError):
    """SSL/TLS session closed cleanly."""


class SSLWantReadError(SSLError):
    """Non-blocking SSL socket needs to read more data before the requested operation can be completed."""


class SSLWantWriteError(SSLError):
    """Non-blocking SSL socket needs to write more data before the requested operation can be completed."""


class SSLSyscallError(SSLError):
    """System error when attempting SSL operation."""


class SSLEOFError(SSLError):
    """SSL/TLS connection terminated abruptly."""


class SSLCertVerificationError(SSLError, ValueError):
    """A certificate could not be verified."""


CLASSES = {
    kind.__name__: kind for kind in (
        SSLError, SSLZeroReturnError, SSLWantReadError, SSLWantWriteError, SSLSyscallError, SSLEOFError,
        SSLCertVerificationError,
    )
}
for _kind in CLASSES.values():
    _kind.__module__ = "ssl"


def want_read():
    return SSLWantReadError(NUMBERS["SSL_ERROR_WANT_READ"], f"The operation did not complete (read) ({PLACE})")


def want_write():
    return SSLWantWriteError(NUMBERS["SSL_ERROR_WANT_WRITE"], f"The operation did not complete (write) ({PLACE})")


def closed():
    """The peer has said that it writes no more."""
    return SSLZeroReturnError(NUMBERS["SSL_ERROR_ZERO_RETURN"], f"TLS/SSL connection has been closed (EOF) ({PLACE})")


def end_of_stream():
    """The peer has closed its socket without saying so."""
    return named(
        SSLEOFError, NUMBERS["SSL_ERROR_EOF"], "SSL", "UNEXPECTED_EOF_WHILE_READING", "EOF occurred in violation of protocol"
    )


def named(kind, number, library, reason, words):
    """`[SSL: REASON] words`."""
    label = f"{library}: {reason}" if reason else library
    error = kind(number, f"[{label}] {words} ({PLACE})")
    error.library, error.reason = library, reason or None
    return error


def failed(reason, words=None):
    """An error of OpenSSL's."""
    return named(SSLError, NUMBERS["SSL_ERROR_SSL"], "SSL", reason, words or reason.lower().replace("_", " "))


def from_failure(failure, hostname=None):
    """What web/tls found."""
    code = failure["verify_code"]
    if code is None:
        return named(SSLError, NUMBERS["SSL_ERROR_SSL"], failure["library"], failure["reason"], failure["words"])
    if code == 62:
        message = f"Hostname mismatch, certificate is not valid for '{hostname}'."
    elif code == 64:
        message = f"IP address mismatch, certificate is not valid for '{hostname}'."
    else:
        message = VERIFY_WORDS[code]
    error = named(
        SSLCertVerificationError, NUMBERS["SSL_ERROR_SSL"], "SSL", failure["reason"], f"{failure['words']}: {message}"
    )
    error.verify_code, error.verify_message = code, message
    return error
