"""Threads. Each is a Python stack of its own, and yields to the others where it would block."""

import _asyncio as asyncio
import functools
import sys
import traceback
import types
from time import monotonic

from . import alarms, page, signals
from .frames import user_frames
from .page import changed

TIMEOUT_MAX = 9223372036.0

MOST = 512
"""Threads at once, besides the main one. Each waits on a stack of its own, which the browser keeps for it: twice as many as
a page may have sockets, and far fewer than the browser can keep."""


class Thread:
    """One stack, as the scheduler and the page know it."""

    def __init__(self, ident, daemon):
        self.ident = ident
        self.daemon = daemon
        self.handle = None
        self.frames = ()
        """The user's frames while it does not run, innermost first."""
        self.blocked = None
        """What it waits for, since when (ms), and the call's id."""
        self.paused = None
        """Why it stands still."""
        self.pause = False
        """It is to stand still at its next line."""
        self.step = None
        """Why it is to stand still at its next line, before anything else stops it."""
        self.raising = None
        """An exception to raise as soon as nothing is lost by it."""


main = Thread(1, False)
current = main
living = {1: main}
pause_new = False
watched = False
"""The page follows each move: a thread stands still, or the pace is slow."""

inspecting = False
"""A report is being written: what runs now are reprs, on no thread's stack, and none may wait."""

count = 1


def rest(me, milliseconds=-1):
    """Gives way until woken, or for so long."""
    global current
    # An event loop runs on its thread alone; the interpreter, which takes all stacks for one
    # thread, keeps it and its task for the whole of it.
    loop = asyncio._get_running_loop()
    if loop is not None:
        task = asyncio._swap_current_task(loop, None)
        asyncio._set_running_loop(None)
    try:
        page.wait(me.ident, milliseconds)
    finally:
        current = me
        if loop is not None:
            asyncio._set_running_loop(loop)
            asyncio._swap_current_task(loop, task)


def hurry():
    """Has the next line look whether something is to be raised. The line hook puts its own here."""


def wake(thread):
    """Lets a resting thread look whether what it waits for is so."""
    page.wake(thread.ident)


def block(on, ready, deadline=None, call=None):
    """Gives way until `ready()`; False once `deadline` has passed."""
    me = current
    if inspecting:
        raise RuntimeError("a repr must not wait")
    if me is main:
        signals.deliver()
    me.blocked = (on, page.now(), call)
    me.frames = user_frames()
    changed(watched)
    try:
        # A call's own end is the first thing to wait for; asking before costs more than it saves.
        while call is not None or not ready():
            call = None
            if deadline is not None and deadline <= monotonic():
                return False
            until = alarms.sooner(deadline) if me is main else deadline
            rest(me, -1 if until is None else max(until - monotonic(), 0) * 1000)
            if me is main:
                signals.deliver()
        return True
    finally:
        me.blocked, me.frames = None, ()
        changed(watched)


def end(status):
    """Ends the program as the kernel ends a process: nothing of it runs any more."""
    page.finish(status)
    while True:
        rest(current)


def turn(milliseconds=0):
    """Lets everything else have its turn, or so much time."""
    me = current
    if inspecting:
        raise RuntimeError("a repr must not wait")
    me.frames = user_frames()
    changed(milliseconds > 0)
    rest(me, milliseconds)
    me.frames = ()
    if me is main:
        signals.deliver()


def others():
    """How many threads there are besides the one that runs."""
    return len(living) - 1


def give_way():
    """Lets everything else have its turn, if anything waits for one."""
    changed()
    overdue = page.overdue()
    if overdue and not others():
        # To give way only for this would cost more than the report. Where it shows variables, it
        # may run code of the user's, which nothing could end from within a line.
        current.frames = user_frames()
        page.settle()
        current.frames = ()
        overdue = False
    if overdue or page.wanted(others()):
        turn()


def stand(reason):
    """Stands still at a line until the page says otherwise."""
    global watched
    me = current
    me.paused, me.pause, me.step = reason, False, None
    watched = True
    me.frames = user_frames()
    changed(True)
    while me.paused:
        rest(me)
        if me is main:
            signals.deliver()
    me.frames = ()
    changed(True)


def deadline_after(blocking, timeout):
    """The moment at which a lock's `acquire` gives up; None is never."""
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout == -1:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timestamp too large to convert to C PyTime_t")
    return monotonic() + timeout


class lock:
    """`_thread.lock`."""

    __module__ = "_thread"
    __slots__ = ("_held", "_waiting", "__weakref__")

    def __init__(self):
        self._held = False
        self._waiting = []

    def _take(self):
        if self._held:
            return False
        self._held = True
        return True

    def acquire(self, blocking=True, timeout=-1):
        deadline = deadline_after(blocking, timeout)
        if self._take():
            return True
        if not blocking:
            return False
        me = current
        self._waiting.append(me)
        try:
            return block("lock", self._take, deadline)
        finally:
            self._waiting.remove(me)
            if not self._held and self._waiting:
                wake(self._waiting[0])

    def release(self):
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False
        if self._waiting:
            wake(self._waiting[0])

    def locked(self):
        return self._held

    def _at_fork_reinit(self):
        self.__init__()

    acquire_lock, release_lock, locked_lock = acquire, release, locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()

    def __repr__(self):
        state = "locked" if self._held else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


class _ThreadHandle:
    """What `threading.Thread` holds of its stack."""

    __module__ = "_thread"

    def __init__(self):
        self.ident = 0
        self._started = False
        self._done = False
        self._joining = []

    def is_done(self):
        return self._done

    def _set_done(self):
        self._done = True
        for thread in self._joining:
            wake(thread)

    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError("thread not started")
        if self.ident == current.ident and not self._done:
            raise RuntimeError("Cannot join current thread")
        deadline = None if timeout is None or timeout < 0 else monotonic() + timeout
        self._joining.append(current)
        try:
            block("join", self.is_done, deadline)
        finally:
            self._joining.remove(current)


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    handle._started = True
    return handle


def start_joinable_thread(function, *, handle=None, daemon=True):
    """Starts a stack. Its first turn comes when the one that starts it gives way."""
    global count
    if not callable(function):
        raise TypeError("thread function must be callable")
    if others() >= MOST:
        error = RuntimeError("can't start new thread")
        error.add_note(f"Socket Lab runs at most {MOST} threads at once beside the main thread")
        raise error
    count += 1
    thread = Thread(count, daemon)
    thread.pause = pause_new
    thread.handle = handle or _ThreadHandle()
    if thread.handle._started:
        raise RuntimeError("thread already started")
    thread.handle.ident = count
    thread.handle._started = True
    living[count] = thread
    thread.function = function
    page.start(count)
    return thread.handle


def run(ident):
    """The foot of a new stack."""
    global current
    me = current = living[ident]
    page.protect()
    try:
        me.function()
    except SystemExit:
        pass
    except BaseException as error:
        function = getattr(me.function, "func", me.function)
        unraisable(error, "Exception ignored in thread started by", function)
    finally:
        del me.function
        del living[ident]
        me.handle._set_done()
        changed(True)


def unraisable(error, words, where):
    """Tells of an exception that nobody can catch."""
    if sys.unraisablehook is sys.__unraisablehook__:
        print(f"{words}: {where!r}", file=sys.stderr)
        traceback.print_exception(error)
    else:
        sys.unraisablehook(types.SimpleNamespace(
            exc_type=type(error), exc_value=error, exc_traceback=error.__traceback__,
            err_msg=words, object=where,
        ))


def start_new_thread(function, args, kwargs={}, /):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if type(args) is not tuple:
        raise TypeError("2nd arg must be a tuple")
    return start_joinable_thread(functools.partial(function, *args, **kwargs)).ident


def _shutdown():
    """Waits for the threads that are not daemons."""
    while others := [thread for thread in living.values() if not thread.daemon and thread is not main]:
        others[0].handle.join()


def get_ident():
    return current.ident


def _get_main_thread_ident():
    return 1


def _is_main_interpreter():
    return True


def daemon_threads_allowed():
    return True


def _count():
    return len(living) - 1


def stack_size(size=0, /):
    if size:
        raise ValueError(f"size not valid: {size} bytes")
    return 0


def interrupt_main(signum=2, /):
    signals.send(signum)


def exit():
    raise SystemExit


get_native_id = get_ident
allocate_lock = allocate = LockType = lock
start_new, exit_thread, error = start_new_thread, exit, RuntimeError
