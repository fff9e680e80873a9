"""`os.pipe` between threads: whoever reads an empty one waits, which Emscripten's own does not."""

import os

from . import threads
from .errors import os_error

POLLIN, POLLOUT, POLLERR, POLLHUP = 1, 4, 8, 16


class Pipe:
    """Two descriptors."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.filled = 0
        """How many bytes lie in it, as far as is known."""
        self.waiting = []

    def ready(self):
        """Whether a read would not wait."""
        return self.filled > 0 or self.writer not in ends

    def events(self, fd):
        """What poll(2) tells of one of its ends."""
        if fd == self.reader:
            return POLLIN * (self.filled > 0) | POLLHUP * (self.writer not in ends)
        return POLLOUT | POLLERR * (self.reader not in ends)

    def changed(self):
        for thread in self.waiting:
            threads.wake(thread)


ends = {}
"""The pipe of each descriptor that is an open end of one."""


def pipe():
    made = Pipe(*_pipe())
    ends[made.reader] = ends[made.writer] = made
    return made.reader, made.writer


def read(fd, length, /):
    found = ends.get(fd)
    if found is None or fd != found.reader:
        return _read(fd, length)
    while True:
        try:
            data = _read(fd, length)
        except BlockingIOError:
            found.filled = 0
            if found.ready():
                return b""
            if not os.get_blocking(fd):
                raise
            _await(found)
        else:
            found.filled -= len(data)
            return data


def _await(found):
    me = threads.current
    found.waiting.append(me)
    try:
        threads.block("read", found.ready)
    finally:
        found.waiting.remove(me)


def write(fd, data, /):
    found = ends.get(fd)
    if found is None or fd != found.writer:
        return _write(fd, data)
    if found.reader not in ends:
        raise os_error("EPIPE")
    count = _write(fd, data)
    found.filled += count
    found.changed()
    return count


def close(fd):
    _close(fd)
    if found := ends.pop(fd, None):
        found.changed()


def install():
    global _pipe, _read, _write, _close
    _pipe, _read, _write, _close = os.pipe, os.read, os.write, os.close
    os.pipe, os.read, os.write, os.close = pipe, read, write, close
