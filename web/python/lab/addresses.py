"""Addresses in Python's form and in the wire's."""

import operator
import os

from .constants import NUMBERS
from .errors import gaierror, os_error

AF_INET, AF_INET6, AF_UNIX = (NUMBERS[name] for name in ("AF_INET", "AF_INET6", "AF_UNIX"))
LONGEST_PATH = 108

MAX_HOST = 1024
"""Longest host, and the longest service that `getaddrinfo` takes: `shared/src/call/check.rs` says why."""

MAX_SERVICE = 255


def to_wire(family, address, caller):
    """The wire's address; a wrong one fails in CPython's words."""
    if family == AF_UNIX:
        return {"unix": {"path": _path(address)}}
    six = family == AF_INET6
    name = "AF_INET6" if six else "AF_INET"
    if not isinstance(address, tuple):
        raise TypeError(
            f"{caller}(): {name} address must be tuple, not {type(address).__name__}"
        )
    if six and not 2 <= len(address) <= 4:
        raise TypeError("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    if not six and len(address) != 2:
        raise TypeError("AF_INET address must be a pair (host, port)")
    host = _host(address[0])
    port, *rest = map(operator.index, address[1:])
    if not 0 <= port <= 65535:
        raise OverflowError(f"{caller}(): port must be 0-65535.")
    if not six:
        return {"inet": {"host": host, "port": port}}
    flowinfo, scope_id = (rest + [0, 0])[:2]
    if not 0 <= flowinfo <= 0xFFFFF:
        raise OverflowError(f"{caller}(): flowinfo must be 0-1048575.")
    return {"inet6": {
        "host": host, "port": port, "flowinfo": flowinfo, "scope_id": scope_id & 0xFFFFFFFF,
    }}


def from_wire(address):
    """Python's address."""
    if address is None:
        return None
    (kind, parts), = address.items()
    if kind == "inet":
        return parts["host"], parts["port"]
    if kind == "inet6":
        return parts["host"], parts["port"], parts["flowinfo"], parts["scope_id"]
    path = parts["path"]
    return os.fsencode(path) if path.startswith("\0") else path


def _host(host):
    if isinstance(host, (bytes, bytearray)):
        host = host.decode("ascii")
    elif not isinstance(host, str):
        raise TypeError(
            f"str, bytes or bytearray expected, not {type(host).__name__}"
        )
    if "\0" in host:
        raise TypeError("host name must not contain null character")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if len(host) > MAX_HOST:
        raise gaierror(-2, "Name or service not known")
    return host


def _path(path):
    if isinstance(path, str):
        raw = os.fsencode(path)
    else:
        try:
            raw = bytes(memoryview(path))
        except TypeError:
            raise TypeError(
                f"a bytes-like object is required, not '{type(path).__name__}'"
            ) from None
    if len(raw) > LONGEST_PATH - (not raw.startswith(b"\0")):
        raise OSError("AF_UNIX path too long")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        # Linux takes any bytes; a call's message is text.
        raise os_error("EILSEQ") from None
