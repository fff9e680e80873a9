"""`sendmsg` and `recvmsg`: the buffers of a message by the relay's calls for whole ones. Nothing goes beside the bytes."""

import operator

from .constants import NUMBERS
from .errors import os_error
from .sockets import STREAM, c_int, octets, size, socket

TRUNCATED = NUMBERS["MSG_TRUNC"]

LONGEST = 1 << 16
"""No datagram of IP's is longer; so much is asked for to see whether one was cut."""

HEADER, ALIGNMENT = 16, 8
"""Of what goes beside a message, in bytes, on x86-64."""


def _iterable(name, values):
    try:
        return list(values)
    except TypeError:
        raise TypeError(f"{name}() argument 1 must be an iterable") from None


def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
    data = b"".join(map(octets, _iterable("sendmsg", buffers)))
    if list(ancdata):
        error = os_error("EINVAL")
        error.add_note("Socket Lab: the relay sends the bytes of a message and nothing beside them, no descriptors either.")
        error.add_note("Socket Lab：中继只发送消息的字节，不能附带别的东西，也不能传递描述符。")
        raise error
    if address is None:
        return self.send(data, flags)
    where = self._address(address, "sendmsg")
    value, _ = self._call({"sendto": {"flags": c_int(flags)} | where}, self._limited(data))
    return value["sent"]


def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
    bufsize = size(bufsize)
    if bufsize < 0:
        raise ValueError("negative buffer size in recvmsg()")
    _check_room(ancbufsize)
    if self._kind == STREAM:
        return self.recv(bufsize, flags), [], 0, None
    # Of a datagram the relay tells what was taken, and not whether there was more.
    data, address = self.recvfrom(max(bufsize, LONGEST), flags)
    return data[:bufsize], [], TRUNCATED if len(data) > bufsize else 0, address


def recvmsg_into(self, buffers, ancbufsize=0, flags=0, /):
    views = [_writable(buffer) for buffer in _iterable("recvmsg_into", buffers)]
    _check_room(ancbufsize)
    data, *beside = recvmsg(self, sum(map(len, views)), 0, flags)
    left = memoryview(data)
    for view in views:
        part = left[:len(view)]
        view[:len(part)] = part
        left = left[len(part):]
    return len(data), *beside


def _check_room(ancbufsize):
    if not 0 <= operator.index(ancbufsize) < 1 << 31:
        raise ValueError("invalid ancillary data buffer length")


def _writable(buffer):
    try:
        view = memoryview(buffer)
    except TypeError:
        view = None
    if view is None or view.readonly:
        raise TypeError("recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
    return view.cast("B")


def CMSG_LEN(length, /):
    """How long an item with `length` bytes is."""
    return HEADER + _length("CMSG_LEN", length)


def CMSG_SPACE(length, /):
    """How much room it takes."""
    return HEADER + -(-_length("CMSG_SPACE", length) // ALIGNMENT) * ALIGNMENT


def _length(name, length):
    length = operator.index(length)
    if not 0 <= length < (1 << 31) - HEADER:
        raise OverflowError(f"{name}() argument out of range")
    return length


def install():
    for method in (sendmsg, recvmsg, recvmsg_into):
        setattr(socket, method.__name__, method)
