"""`select`: waiting for several sockets at once, by the relay's poll."""

import contextlib
import operator
import os
import time

from . import calls, console, sockets, threads
from .errors import os_error

POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
POLLRDNORM, POLLRDBAND, POLLWRNORM, POLLWRBAND, POLLMSG, POLLRDHUP = 64, 128, 256, 512, 1024, 8192
EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP = POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP
EPOLLRDNORM, EPOLLRDBAND, EPOLLWRNORM, EPOLLWRBAND, EPOLLMSG = 64, 128, 256, 512, 1024
EPOLLRDHUP, EPOLLEXCLUSIVE, EPOLLWAKEUP = 0x2000, 1 << 28, 1 << 29
EPOLLONESHOT, EPOLLET, EPOLL_CLOEXEC, PIPE_BUF = 1 << 30, 1 << 31, 0o2000000, 4096

MAX_ENTRIES = 1024
"""Most sockets of one poll."""

KNOWN = POLLIN | POLLPRI | POLLOUT | POLLRDHUP

error = OSError

polling = []
"""Each epoll object that waits, and its poll of the relay."""


def leave(socket):
    """A socket is about to be closed: it leaves the sets of epoll, and their polls must not keep it open."""
    for waiting, poll in polling:
        if waiting._discard(socket):
            poll.overtake()


sockets.closing.append(leave)


def descriptor(file):
    """The number of a file, as PyObject_AsFileDescriptor."""
    if isinstance(file, int):
        fd = file
    elif hasattr(file, "fileno"):
        fd = file.fileno()
        if not isinstance(fd, int):
            raise TypeError("fileno() returned a non-integer")
    else:
        raise TypeError("argument must be an int, or have a fileno() method.")
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd


def wait(wanted, seconds, on, epoll=None):
    """What is so of `wanted`, descriptor → events; `seconds` None waits for ever.

    None if the set of `epoll` changed meanwhile.
    """
    entries, names, keyboard = [], {}, None
    for fd, (socket, events) in wanted.items():
        if socket is None:
            keyboard = events & POLLIN
        else:
            entries.append({"socket": socket, "events": events & KNOWN})
            names[socket] = fd
    if keyboard is None and (entries or seconds == 0):
        return _poll(entries, names, seconds, on, epoll)
    return _with_keyboard(entries, names, bool(keyboard), seconds, on, epoll)


def _poll(entries, names, seconds, on, epoll):
    if not entries:
        threads.turn()
        return {}
    _check(entries)
    op = {"poll": {"entries": entries, "seconds": seconds}}
    poll = calls.Pending(op)
    with _polls(epoll, poll):
        calls.wait_for(poll, op, on)
    return None if poll.overtaken and poll.failed() else _ready(poll, names)


def _ready(poll, names):
    return {names[ready["socket"]]: ready["events"] for ready in poll.value()[0]["ready"]}


@contextlib.contextmanager
def _polls(epoll, poll):
    """Notes that an epoll object waits by this poll of the relay."""
    if epoll is None or poll is None:
        yield
        return
    polling.append((epoll, poll))
    try:
        yield
    finally:
        polling.remove((epoll, poll))


def _check(entries):
    if len(entries) > MAX_ENTRIES:
        raise os_error("EINVAL")


def _with_keyboard(entries, names, keyboard, seconds, on, epoll):
    """Waits for sockets and for a typed line, or for neither."""
    deadline = None if seconds is None else time.monotonic() + seconds
    _check(entries)
    poll = calls.Pending({"poll": {"entries": entries, "seconds": None}}) if entries else None
    me = threads.current
    console.waiting.append(me)
    try:
        with _polls(epoll, poll):
            threads.block(
                on, lambda: keyboard and console.readable() or poll and poll.ready(), deadline,
                poll and poll.awaited,
            )
    finally:
        console.waiting.remove(me)
        if poll:
            poll.cancel()
    if poll and poll.overtaken and poll.failed():
        return None
    found = _ready(poll, names) if poll and not poll.failed() else {}
    if keyboard and console.readable():
        found[0] = POLLIN
    return found


def _socket(fd):
    """The relay's socket behind a descriptor, None for the keyboard."""
    return None if fd == 0 else sockets.relay_socket(fd)


def select(rlist, wlist, xlist, timeout=None, /):
    seconds = _seconds(timeout)
    wanted, sets = {}, []
    for files, events in ((rlist, POLLIN), (wlist, POLLOUT), (xlist, POLLPRI)):
        try:
            files = [(file, descriptor(file)) for file in files]
        except TypeError as wrong:
            if hasattr(files, "__iter__"):
                raise
            raise TypeError("arguments 1-3 must be sequences") from wrong
        sets.append(files)
        for _, fd in files:
            before = wanted.get(fd, (None, 0))[1]
            wanted[fd] = _socket(fd), before | events
    ready = wait(wanted, seconds, "select")
    # A descriptor that another thread closes meanwhile counts as ready for all that was asked.
    marks = (
        POLLIN | POLLHUP | POLLERR | POLLNVAL, POLLOUT | POLLERR | POLLNVAL, POLLPRI | POLLNVAL
    )
    return tuple(
        [file for file, fd in files if ready.get(fd, 0) & mark and wanted[fd][1] & event]
        for files, mark, event in zip(sets, marks, (POLLIN, POLLOUT, POLLPRI))
    )


def _seconds(timeout):
    if timeout is None:
        return None
    try:
        return sockets.seconds(timeout, "timeout must be non-negative")
    except TypeError:
        raise TypeError("timeout must be a float or None") from None


class poll:
    """poll(2)."""

    __module__ = "select"

    def __init__(self):
        self._wanted = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        self._wanted[descriptor(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        fd = descriptor(fd)
        if fd not in self._wanted:
            raise os_error("ENOENT")
        self._wanted[fd] = eventmask

    def unregister(self, fd, /):
        del self._wanted[descriptor(fd)]

    def poll(self, timeout=None, /):
        seconds = None if timeout is None or timeout < 0 else sockets.seconds(timeout / 1000)
        wanted, ready = {}, {}
        for fd, events in self._wanted.items():
            if fd and fd not in sockets.open_sockets:
                ready[fd] = POLLNVAL
            else:
                wanted[fd] = _socket(fd), events
        ready |= wait(wanted, 0 if ready else seconds, "poll")
        return [(fd, ready[fd]) for fd in self._wanted if fd in ready]


class epoll:
    """epoll(7), level-triggered."""

    __module__ = "select"

    def __init__(self, sizehint=-1, flags=0):
        self._wanted = {}
        # A number that no file of the page has.
        self._fd = os.open("/dev/null", os.O_RDONLY)

    def _open(self):
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")

    closed = property(lambda self: self._fd < 0)

    def close(self):
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def fileno(self):
        self._open()
        return self._fd

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        self._open()
        fd = descriptor(fd)
        socket = self._pollable(fd)
        if self._wanted.get(fd, (-1,))[0] == socket:
            raise os_error("EEXIST")
        self._wanted[fd] = socket, eventmask

    def modify(self, fd, eventmask):
        self._open()
        fd = descriptor(fd)
        socket = self._pollable(fd)
        if fd not in self._wanted:
            raise os_error("ENOENT")
        self._wanted[fd] = socket, eventmask

    def unregister(self, fd):
        self._open()
        fd = descriptor(fd)
        self._pollable(fd)
        if self._wanted.pop(fd, None) is None:
            raise os_error("ENOENT")

    def _pollable(self, fd):
        if fd and fd not in sockets.open_sockets:
            try:
                os.fstat(fd)
            except OSError:
                raise os_error("EBADF") from None
            raise os_error("EPERM")
        return _socket(fd)

    def _discard(self, socket):
        """Takes a socket that is closed out of the set; whether it was in it."""
        gone = [fd for fd, (wanted, _) in self._wanted.items() if wanted == socket]
        for fd in gone:
            del self._wanted[fd]
        return bool(gone)

    def poll(self, timeout=None, maxevents=-1):
        self._open()
        seconds = None if timeout is None or timeout < 0 else sockets.seconds(timeout)
        if maxevents != -1 and maxevents < 1:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        deadline = None if seconds is None else time.monotonic() + seconds
        found = []
        while True:
            ready = wait(self._wanted, seconds, "epoll", self)
            if ready is None:
                seconds = None if deadline is None else max(0, deadline - time.monotonic())
                continue
            for fd, events in ready.items():
                if events & POLLNVAL:
                    # A closed descriptor leaves the set by itself.
                    self._wanted.pop(fd, None)
                    continue
                socket, wanted = self._wanted.get(fd, (None, 0))
                found.append((fd, events))
                if wanted & EPOLLONESHOT:
                    self._wanted[fd] = socket, EPOLLONESHOT
            if found or not ready:
                return found[:maxevents] if maxevents > 0 else found

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, *_):
        self.close()
