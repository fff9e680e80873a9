"""The console: stdin waits for a line of the page; stdout and stderr are Emscripten's own."""

import io
import operator
import os
import sys

from . import page, threads
from .errors import os_error

typed = []
"""Lines that nobody has read yet; None is the end of input."""

waiting = []

size = (80, 24)
"""Columns and lines of the terminal."""


def readable():
    """Whether a read from stdin would not wait."""
    return bool(typed)


def receive(line):
    """Takes a line of the page's; None is Ctrl+D."""
    typed.append(None if line is None else line.encode() + b"\n")
    for thread in waiting:
        threads.wake(thread)


def resize(terminal):
    """Takes the terminal's size. Whether it is another one: only then does the kernel signal it."""
    global size
    before, size = size, (terminal["columns"], terminal["lines"])
    return size != before


def get_terminal_size(fd=1, /):
    """`os.get_terminal_size`."""
    if operator.index(fd) in (0, 1, 2):
        return os.terminal_size(size)
    os.fstat(fd)
    raise os_error("ENOTTY")


class Keyboard(io.RawIOBase):
    """File descriptor 0."""

    name, mode = "<stdin>", "rb"

    def readable(self):
        return True

    def isatty(self):
        return True

    def fileno(self):
        return 0

    def readinto(self, buffer):
        if not typed:
            me = threads.current
            waiting.append(me)
            page.send("wants_input", thread=me.ident)
            try:
                threads.block("input", readable)
            finally:
                waiting.remove(me)
            page.say('"input_taken"')
        line = typed.pop(0)
        if line is None:
            return 0
        count = min(len(buffer), len(line))
        buffer[:count] = line[:count]
        if count < len(line):
            typed.insert(0, line[count:])
        return count


READS, WRITES = ("read", "read1", "readinto", "readinto1", "readline", "peek"), ("write", "flush")


class Turn:
    """A lock for one direction of a file, which its holder may enter again."""

    def __init__(self):
        self.lock, self.holder = threads.lock(), None

    def take(self, method, *args):
        if self.holder is threads.current:
            return method(*args)
        with self.lock:
            self.holder = threads.current
            try:
                return method(*args)
            finally:
                self.holder = None


def locked(kind):
    """A buffered file that two threads may use at once: the second waits, as for C's lock."""

    class Locked(kind):
        def __init__(self, *args):
            self._turns = {names: Turn() for names in (READS, WRITES)}
            super().__init__(*args)

    def guarded(method, names):
        return lambda self, *args: self._turns[names].take(method, self, *args)

    for names in (READS, WRITES):
        for name in names:
            if hasattr(kind, name):
                setattr(Locked, name, guarded(getattr(kind, name), names))
    Locked.__name__ = Locked.__qualname__ = kind.__name__
    Locked.__module__ = kind.__module__
    return Locked


BufferedReader, BufferedWriter, BufferedRWPair = map(
    locked, (io.BufferedReader, io.BufferedWriter, io.BufferedRWPair)
)


def install():
    def output(fd, name, errors):
        file = io.TextIOWrapper(
            io.BufferedWriter(io.FileIO(fd, "w", closefd=False)), "utf-8", errors,
            line_buffering=True, write_through=fd == 2,
        )
        file.mode = "w"
        file.buffer.raw.name = name
        return file

    os.get_terminal_size = get_terminal_size
    reader = BufferedReader(Keyboard())
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(reader, "utf-8", "strict", line_buffering=True)
    sys.stdin.mode = "r"
    sys.stdout = sys.__stdout__ = output(1, "<stdout>", "strict")
    sys.stderr = sys.__stderr__ = output(2, "<stderr>", "backslashreplace")
