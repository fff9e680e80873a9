"""`signal.alarm` and `setitimer`: SIGALRM when the time of day has moved on, whatever the program does then."""

import math
import operator
import signal
from time import monotonic

from . import signals, threads
from .errors import os_error

REAL = signal.ITIMER_REAL

due = None
"""When the next SIGALRM is; None is never."""

interval = 0.0


def ring():
    """Sends the signal, if it is time."""
    global due
    if due is not None and (now := monotonic()) >= due:
        # A timer that was missed several times signals once, as the kernel's does.
        due = due + interval * math.ceil((now - due) / interval or 1) if interval else None
        signals.send(signal.SIGALRM)


def sooner(deadline):
    """The deadline of a wait of the main thread's, which the signal is to interrupt."""
    if due is None or deadline is not None and deadline < due:
        return deadline
    return due


def _left():
    return 0.0 if due is None else max(due - monotonic(), 1e-6)


def _set(seconds, every):
    global due, interval
    before = _left(), interval
    due = monotonic() + seconds if seconds else None
    interval = every if seconds else 0.0
    # The main thread may wait already, for longer.
    threads.wake(threads.main)
    return before


def _seconds(value):
    value = float(value)
    if not 0 <= value < math.inf:
        raise signal.ItimerError(*os_error("EINVAL").args)
    return value


def setitimer(which, seconds, interval=0.0, /):
    if operator.index(which) != REAL:
        # The kernel counts the time that a process computes; a page cannot.
        raise signal.ItimerError(*os_error("EINVAL").args)
    return _set(_seconds(seconds), _seconds(interval))


def getitimer(which, /):
    if operator.index(which) not in (REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        raise signal.ItimerError(*os_error("EINVAL").args)
    return (_left(), interval) if which == REAL else (0.0, 0.0)


def alarm(seconds, /):
    before, _ = _set(operator.index(seconds), 0.0)
    # As the kernel rounds what is left: only none is none.
    return max(1, math.floor(before + 0.5)) if before else 0


def install():
    signal.alarm, signal.setitimer, signal.getitimer = alarm, setitimer, getitimer
