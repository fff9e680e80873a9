"""`sendmsg` and `recvmsg`: the buffers of a message by the relay's calls for whole ones.

Beside the bytes go descriptors (SCM_RIGHTS), between the two sockets of a pair: those never leave the page.
"""

import array
import operator
import os
from contextlib import suppress

from . import sockets
from .constants import NUMBERS
from .errors import os_error
from .sockets import STREAM, c_int, octets, size, socket

TRUNCATED, RIGHTS_TRUNCATED = NUMBERS["MSG_TRUNC"], NUMBERS["MSG_CTRUNC"]
RIGHTS = NUMBERS["SOL_SOCKET"], NUMBERS["SCM_RIGHTS"]

LONGEST = 1 << 16
"""No datagram of IP's is longer; so much is asked for to see whether one was cut."""

HEADER, ALIGNMENT = 16, 8
"""Of what goes beside a message, in bytes, on x86-64."""


def _iterable(name, values):
    try:
        return list(values)
    except TypeError:
        raise TypeError(f"{name}() argument 1 must be an iterable") from None


peers = {}
"""For each socket of a pair that was made here the other: the relay's names."""

sent = {}
"""For each socket the lists of descriptors that were sent to it and not received."""


def socketpair(*given):
    """Two sockets, each the other's peer."""
    one, other = sockets.socketpair(*given)
    peers[one._socket], peers[other._socket] = other._socket, one._socket
    return one, other


def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
    data = b"".join(map(octets, _iterable("sendmsg", buffers)))
    rights = [_descriptors(self, *item) for item in ancdata]
    if address is None:
        count = self.send(data, flags)
    else:
        where = self._address(address, "sendmsg")
        value, _ = self._call({"sendto": {"flags": c_int(flags)} | where}, self._limited(data))
        count = value["sent"]
    for descriptors in rights:
        copies = [sockets.dup(fd) if fd in sockets.open_sockets else os.dup(fd) for fd in descriptors]
        sent.setdefault(peers[self._socket], []).append(copies)
    return count


def _descriptors(self, level, kind, data):
    """What an item beside a message holds."""
    if (level, kind) != RIGHTS or self._socket not in peers:
        error = os_error("EINVAL")
        error.add_note("Socket Lab: beside a message only descriptors go (SCM_RIGHTS), and only between the sockets of a socketpair.")
        error.add_note("Socket Lab：消息只能附带描述符（SCM_RIGHTS），并且只能在 socketpair 的两个套接字之间传递。")
        raise error
    found = array.array("i", octets(data))
    for fd in found:
        if fd not in sockets.open_sockets:
            os.fstat(fd)
    return found


def _received(self, room):
    """The descriptors that came beside a message, as far as there is room for them, and whether there is."""
    if not sent.get(self._socket):
        return [], 0
    descriptors = sent[self._socket].pop(0)
    count = min(len(descriptors), max(0, room - HEADER) // 4)
    for fd in descriptors[count:]:
        with suppress(OSError):
            os.close(fd)
    item = [(*RIGHTS, array.array("i", descriptors[:count]).tobytes())] if count else []
    return item, RIGHTS_TRUNCATED if count < len(descriptors) else 0


def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
    bufsize = size(bufsize)
    if bufsize < 0:
        raise ValueError("negative buffer size in recvmsg()")
    _check_room(ancbufsize)
    cut, address = 0, None
    if self._kind == STREAM:
        data = self.recv(bufsize, flags)
    else:
        # Of a datagram the relay tells what was taken, and not whether there was more.
        data, address = self.recvfrom(max(bufsize, LONGEST), flags)
        cut = TRUNCATED if len(data) > bufsize else 0
    beside, left_out = _received(self, ancbufsize) if data else ([], 0)
    return data[:bufsize], beside, cut | left_out, address


def recvmsg_into(self, buffers, ancbufsize=0, flags=0, /):
    views = [_writable(buffer) for buffer in _iterable("recvmsg_into", buffers)]
    _check_room(ancbufsize)
    data, *beside = recvmsg(self, sum(map(len, views)), ancbufsize, flags)
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
