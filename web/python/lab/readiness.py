"""`select`: waiting for several sockets at once, by the relay's poll."""

import contextlib
import operator
import os
import time

from . import calls, console, descriptors, edges, sockets, threads
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
    edges.exhausted.pop(socket, None)
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
    entries, names, local = [], {}, {}
    for fd, (socket, events) in wanted.items():
        if socket is None:
            local[fd] = events
        else:
            entries.append({"socket": socket, "events": events & KNOWN})
            names[socket] = fd
    if not local and (entries or seconds == 0):
        return _poll(entries, names, seconds, on, epoll)
    return _with_local(entries, names, local, seconds, on, epoll)


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


def _with_local(entries, names, local, seconds, on, epoll):
    """Waits for sockets and for what the page has itself, or for neither."""
    deadline = None if seconds is None else time.monotonic() + seconds
    _check(entries)
    poll = calls.Pending({"poll": {"entries": entries, "seconds": None}}) if entries else None
    me = threads.current
    waiting = [console.waiting if fd == 0 else descriptors.ends[fd].waiting for fd in local]
    for threads_there in waiting:
        threads_there.append(me)
    try:
        with _polls(epoll, poll):
            threads.block(on, lambda: _local(local) or poll and poll.ready(), deadline, poll and poll.awaited)
    finally:
        for threads_there in waiting:
            threads_there.remove(me)
        if poll:
            poll.cancel()
    if poll and poll.overtaken and poll.failed():
        return None
    found = _ready(poll, names) if poll and not poll.failed() else {}
    return found | _local(local)


def _local(wanted):
    """What is so of the keyboard and of descriptors."""
    found = {fd: _keyboard() if fd == 0 else descriptors.ends[fd].events(fd) for fd in wanted if fd == 0 or fd in descriptors.ends}
    return {fd: so for fd, events in found.items() if (so := events & (wanted[fd] | POLLERR | POLLHUP))}


def _keyboard():
    return POLLIN if console.readable() else 0


def _known(fd):
    return fd == 0 or fd in descriptors.ends or fd in sockets.open_sockets


def _socket(fd):
    """The relay's socket behind a descriptor, None for what the page has itself."""
    return None if fd == 0 or fd in descriptors.ends else sockets.relay_socket(fd)


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
            if not _known(fd):
                ready[fd] = POLLNVAL
            else:
                wanted[fd] = _socket(fd), events
        ready |= wait(wanted, 0 if ready else seconds, "poll")
        return [(fd, ready[fd]) for fd in self._wanted if fd in ready]


class epoll:
    """epoll(7)."""

    __module__ = "select"

    def __init__(self, sizehint=-1, flags=0):
        self._wanted = {}
        self._told = {}
        """What has been told of the edge-triggered ones, and not ended since."""
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
        self._want(fd, socket, eventmask)

    def modify(self, fd, eventmask):
        self._open()
        fd = descriptor(fd)
        socket = self._pollable(fd)
        if fd not in self._wanted:
            raise os_error("ENOENT")
        self._want(fd, socket, eventmask)

    def _want(self, fd, socket, events):
        self._wanted[fd] = socket, events
        self._told.pop(fd, None)
        if events & EPOLLET and socket is not None:
            edges.watch(socket)

    def _news(self):
        """What is to be waited for: of edge-triggered descriptors only what has not been told."""
        silent = {}
        for fd, told in self._told.items():
            socket, events = self._wanted[fd]
            self._told[fd] = told = told & ~edges.again(socket)
            if told & POLLIN:
                silent[fd] = socket, POLLIN
        # What was taken to the last byte has ended as well, though no call came up short.
        still = wait(silent, 0, "epoll") if silent else {}
        for fd in silent.keys() - still.keys():
            self._told[fd] &= ~(POLLIN | POLLRDHUP)
        left = {fd: (socket, events & ~self._told.get(fd, 0)) for fd, (socket, events) in self._wanted.items()}
        return {fd: found for fd, found in left.items() if found[1] & KNOWN or not self._told.get(fd)}

    def _tell(self, fd, events):
        """What is told of one that is ready."""
        socket, wanted = self._wanted[fd]
        if wanted & EPOLLET and socket is not None:
            # As far as is known it can still be written to.
            told = self._told.get(fd, 0)
            events |= told & POLLOUT
            self._told[fd] = told | events
        if wanted & EPOLLONESHOT:
            self._wanted[fd] = socket, EPOLLONESHOT
        return fd, events

    def unregister(self, fd):
        self._open()
        fd = descriptor(fd)
        self._pollable(fd)
        if self._wanted.pop(fd, None) is None:
            raise os_error("ENOENT")
        self._told.pop(fd, None)

    def _pollable(self, fd):
        if not _known(fd):
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
            ready = wait(self._news(), seconds, "epoll", self)
            if ready is None:
                seconds = None if deadline is None else max(0, deadline - time.monotonic())
                continue
            for fd, events in ready.items():
                if events & POLLNVAL:
                    # A closed descriptor leaves the set by itself.
                    self._wanted.pop(fd, None)
                    self._told.pop(fd, None)
                elif fd in self._wanted and (maxevents == -1 or len(found) < maxevents):
                    found.append(self._tell(fd, events))
            if found or not ready:
                return found

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, *_):
        self.close()
