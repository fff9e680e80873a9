"""`os.read`, `os.write` and `os.close` of what is no file: of sockets, and of pipes between threads.

Whoever reads an empty pipe waits, which Emscripten's own does not. A descriptor is a socket's where the page has no file by that
number.
"""

import errno
import functools
import os

from . import calls, sockets, threads
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


def or_of_a_socket(of_a_file, of_a_socket):
    """A function of descriptors."""

    @functools.wraps(of_a_file)
    def call(fd, *given):
        try:
            return of_a_file(fd, *given)
        except OSError as error:
            if error.errno != errno.EBADF or fd not in sockets.open_sockets:
                raise
        return of_a_socket(fd, *given)

    return call


def receive(fd, length):
    _, data = calls.call({"recv": {"bufsize": sockets.size(length), "flags": 0}}, sockets.relay_socket(fd))
    return data


def send(fd, data):
    value, _ = calls.call({"send": {"flags": 0}}, sockets.relay_socket(fd), sockets.octets(data)[:sockets.MAX_PAYLOAD])
    return value["sent"]


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
    os.pipe = pipe
    os.read, os.write = or_of_a_socket(read, receive), or_of_a_socket(write, send)
    os.close = or_of_a_socket(close, sockets.close)
