"""Signals: Ctrl+C on the page is SIGINT, whose handler runs in the main thread."""

import operator
import os
import signal

from . import alarms, threads
from .errors import os_error

pending = []
wakeup = -1

handled = 0
"""How many signals have had their handler."""


HARMLESS = {
    signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH, signal.SIGCONT,
    signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU,
}
"""Signals that do not end a process by themselves. Some stop one, which nothing here can."""


def send(number):
    """Makes a signal pending for the main thread; one without a handler acts at once."""
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
    while pending:
        number = pending.pop(0)
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
    for function in (raise_signal, pause, pthread_kill, set_wakeup_fd):
        setattr(signal, function.__name__, function)
    os.kill = kill
    os._exit, os.abort = _exit, abort
