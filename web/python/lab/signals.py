"""Signals: Ctrl+C on the page is SIGINT, whose handler runs in the main thread."""

import operator
import os
import signal

from . import alarms, threads
from .errors import os_error

pending = []
blocked = set()
"""The signals that wait until they are let through: the mask of all threads, as handlers run in one of them alone."""

wakeup = -1

waiting = []
"""Threads in `sigwait`."""

handled = 0
"""How many signals have had their handler."""


ALL = set(signal.Signals)
HARMLESS = {
    signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH, signal.SIGCONT,
    signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU,
}
"""Signals that do not end a process by themselves. Some stop one, which nothing here can."""


def send(number):
    """Makes a signal pending for the main thread; one without a handler acts at once."""
    if number in blocked:
        if number not in pending:
            pending.append(number)
        for thread in waiting:
            threads.wake(thread)
        return
    handler = signal.getsignal(number)
    if handler is signal.SIG_IGN:
        return
    if handler is signal.SIG_DFL or handler is None:
        if number not in HARMLESS:
            threads.end(128 + number)
        return
    pending.append(number)
    threads.wake(threads.main)


def deliver():
    """Runs the handlers of what is pending, and raises what waited to be raised."""
    global handled
    main = threads.main
    alarms.ring()
    if main.raising:
        error, main.raising = main.raising, None
        raise error
    while due := [number for number in pending if number not in blocked]:
        number = due[0]
        pending.remove(number)
        handled += 1
        if wakeup != -1:
            from . import sockets
            sockets.post(wakeup, bytes([number]))
        handler = signal.getsignal(number)
        # It may have been taken back meanwhile.
        if callable(handler):
            from .frames import user_frame
            handler(number, user_frame())


def raise_signal(number, /):
    number = operator.index(number)
    if not 1 <= number < signal.NSIG:
        raise os_error("EINVAL")
    send(number)
    if threads.current is threads.main:
        deliver()


def kill(pid, number, /):
    if pid not in (os.getpid(), 0):
        raise os_error("ESRCH")
    if number:
        raise_signal(number)


def pthread_kill(thread_id, number, /):
    """Handlers run in the main thread, whichever thread a signal is sent to."""
    if thread_id not in threads.living:
        raise os_error("ESRCH")
    kill(0, number)


def _exit(status):
    threads.end(operator.index(status) & 0xFF)


def abort():
    threads.end(128 + signal.SIGABRT)


def pause():
    """Waits until a handler has run."""
    before = handled
    threads.block("signal", lambda: handled != before)


def pthread_sigmask(how, mask, /):
    """Blocks signals, or lets them through."""
    mask = {_number(number) for number in mask}
    before = set(blocked)
    if how == signal.SIG_BLOCK:
        blocked.update(mask)
    elif how == signal.SIG_UNBLOCK:
        blocked.difference_update(mask)
    elif how == signal.SIG_SETMASK:
        blocked.clear()
        blocked.update(mask)
    else:
        raise os_error("EINVAL")
    blocked.difference_update((signal.SIGKILL, signal.SIGSTOP))
    let_through = [number for number in pending if number not in blocked]
    for number in let_through:
        pending.remove(number)
        send(number)
    if threads.current is threads.main:
        deliver()
    return _signals(before)


def _number(number):
    number = operator.index(number)
    if not 1 <= number < signal.NSIG:
        raise ValueError(f"signal number {number} out of range [1; {signal.NSIG - 1}]")
    return number


def _signals(numbers):
    return {signal.Signals(number) if number in ALL else number for number in numbers}


def sigpending():
    return _signals(number for number in pending if number in blocked)


def sigwait(sigset, /):
    """Waits for a blocked signal, and takes it."""
    sigset = {_number(number) for number in sigset}
    me = threads.current
    waiting.append(me)
    try:
        threads.block("signal", lambda: sigset.intersection(pending))
    finally:
        waiting.remove(me)
    number = next(number for number in pending if number in sigset)
    pending.remove(number)
    return signal.Signals(number) if number in ALL else number


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    global wakeup
    if threads.current is not threads.main:
        raise ValueError("set_wakeup_fd only works in main thread of the main interpreter")
    before, wakeup = wakeup, fd
    return before


def install():
    def set_handler(number, handler):
        if threads.current is not threads.main:
            raise ValueError("signal only works in main thread of the main interpreter")
        return stdlib(number, handler)

    stdlib = signal.signal
    signal.signal = set_handler
    signal.SIGCLD = signal.SIGCHLD
    for function in (
        raise_signal, pause, pthread_kill, pthread_sigmask, set_wakeup_fd, sigpending, sigwait,
    ):
        setattr(signal, function.__name__, function)
    os.kill = kill
    os._exit, os.abort = _exit, abort
