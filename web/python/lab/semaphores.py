"""`_multiprocessing`: the semaphores that locks, queues and pools are made of. Only threads meet at them, for a page has no
other process."""

import os

from . import threads
from .impossible import no_process

SEM_VALUE_MAX = (1 << 31) - 1
RECURSIVE, SEMAPHORE = range(2)


class SemLock:
    """A semaphore, or a lock that its holder may enter again."""

    __module__ = "_multiprocessing"
    SEM_VALUE_MAX = SEM_VALUE_MAX

    def __init__(self, kind, value, maxvalue, name, unlink):
        if kind not in (RECURSIVE, SEMAPHORE):
            raise ValueError("unrecognized kind")
        self.kind, self.maxvalue, self.handle, self._value = kind, maxvalue, id(self), value
        # A name would be registered with another process, to be removed by that one.
        self.name = None
        self._holder, self._held = None, 0
        self._waiting = []

    def _take(self):
        if not self._value:
            return False
        self._value -= 1
        self._holder, self._held = threads.current.ident, self._held + 1
        return True

    def acquire(self, block=True, timeout=None):
        if self.kind == RECURSIVE and self._is_mine():
            self._held += 1
            return True
        if self._take():
            return True
        if not block:
            return False
        me = threads.current
        deadline = None if timeout is None else threads.deadline_after(True, max(0.0, float(timeout)))
        self._waiting.append(me)
        try:
            return threads.block("lock", self._take, deadline)
        finally:
            self._waiting.remove(me)
            self._wake()

    def release(self):
        if self.kind == RECURSIVE:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self._held > 1:
                self._held -= 1
                return
        elif self._value >= self.maxvalue:
            raise ValueError("semaphore or lock released too many times")
        self._value += 1
        self._held -= 1
        self._wake()

    def _wake(self):
        if self._value and self._waiting:
            threads.wake(self._waiting[0])

    def _count(self):
        return self._held

    def _is_mine(self):
        return self._held > 0 and self._holder == threads.current.ident

    def _get_value(self):
        return self._value

    def _is_zero(self):
        return not self._value

    def _after_fork(self):
        self._held = 0

    _rebuild = staticmethod(no_process)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()


def sem_unlink(name, /):
    raise FileNotFoundError(2, os.strerror(2))
