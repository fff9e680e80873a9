"""Installs the lab's modules before the stdlib uses them, and runs one program."""

import atexit
import functools
import json
import os
import sys
import traceback
import types
from signal import SIGWINCH

from . import (
    accounts, alarms, clock, console, constants, control, descriptors, errors, frames, hiding,
    history, impossible, machine, messages, names, page, readiness, resources, script, semaphores,
    signals, socket_files, sockets, threads, tls, views, wheels,
)

STALE = (
    "threading", "_threading_local", "queue", "selectors", "socket", "ssl", "subprocess",
    "asyncio", "_asyncio", "concurrent", "logging", "tempfile", "zipfile", "random", "shutil",
    "glob", "pathlib", "importlib.resources",
)
"""What Pyodide has imported that holds on to the modules replaced here."""

USUAL = (
    "socket", "threading", "selectors", "queue", "subprocess", "socketserver", "logging",
    "concurrent.futures", "asyncio", "datetime", "argparse", "json", "random", "struct",
    "traceback", "http.server", "urllib.request",
)
"""What programs commonly import: imported ahead, so that a run begins at once."""

THREAD_NAMES = (
    "lock", "allocate_lock", "allocate", "LockType", "start_joinable_thread", "start_new_thread",
    "start_new", "daemon_threads_allowed", "_ThreadHandle", "_make_thread_handle", "_shutdown",
    "get_ident", "get_native_id", "_get_main_thread_ident", "_is_main_interpreter", "_count",
    "stack_size", "interrupt_main", "exit", "exit_thread", "error", "TIMEOUT_MAX",
)


def module(name, *sources, **extra):
    """A module made of the public functions of others."""
    made = types.ModuleType(name)
    for source in sources:
        for key, value in vars(source).items():
            if isinstance(value, types.FunctionType) and value.__module__ == source.__name__ and not key.startswith("_"):
                setattr(made, key, value)
                value.__module__ = name
    vars(made).update(extra)
    sys.modules[name] = made
    return made


def by_name(members):
    return {member.__name__: member for member in members}


def stale(name):
    return any(name == old or name.startswith(old + ".") for old in STALE)


def install():
    """Puts the lab's modules in the place of C's. Once, before worker and program are known."""
    # Pyodide's own event loop counts as running; a program expects none.
    sys.modules["asyncio"]._set_running_loop(None)
    errors.install()
    frames.install()
    clock.install()
    machine.install()
    messages.install()
    descriptors.install()
    os.sendfile = sockets.sendfile
    socket_files.install()
    _thread = module("_thread", **{name: getattr(threads, name) for name in THREAD_NAMES})
    module(
        "_socket", names, **constants.NUMBERS, has_ipv6=True, error=OSError, timeout=TimeoutError,
        gaierror=errors.gaierror, herror=errors.herror, socket=sockets.socket,
        SocketType=sockets.socket, close=sockets.close, dup=sockets.dup,
        socketpair=messages.socketpair, getdefaulttimeout=sockets.getdefaulttimeout,
        setdefaulttimeout=sockets.setdefaulttimeout, CMSG_LEN=messages.CMSG_LEN, CMSG_SPACE=messages.CMSG_SPACE,
    )
    public = {
        name: value for name, value in vars(readiness).items()
        if name.startswith(("POLL", "EPOLL", "PIPE")) or name in ("select", "poll", "epoll", "error")
    }
    module("select", **public)
    module("_multiprocessing", SemLock=semaphores.SemLock, sem_unlink=semaphores.sem_unlink, flags={})
    module("_posixshmem", shm_open=impossible.no_process, shm_unlink=impossible.no_process)
    module("pwd", **by_name(accounts.PWD))
    module("grp", **by_name(accounts.GRP))
    module("_ssl", tls, **tls.MODULE)
    module("resource", error=OSError, **resources.NUMBERS, **by_name(resources.MODULE))
    module("readline", **history.MODULE)
    for name in [name for name in sys.modules if stale(name)]:
        del sys.modules[name]
    sys.modules["_queue"] = None
    _thread._local = local()
    import threading

    _thread.RLock = threading._PyRLock
    for name in USUAL:
        __import__(name)
    threads.asyncio = sys.modules["_asyncio"]
    import socket

    io = types.SimpleNamespace(**vars(socket.io))
    for name in ("BufferedReader", "BufferedWriter", "BufferedRWPair"):
        setattr(io, name, getattr(console, name))
    socket.io = io
    hiding.keep_modules()
    impossible.install()
    signals.install()
    alarms.install()
    console.install()
    control.install()


def begin(bridge):
    """Meets the worker. What was installed may have been in another's memory until now."""
    ffi = sys.modules["pyodide.ffi"]
    page.begin(bridge, ffi.run_sync)
    schedule = hiding.opaque(ffi.create_once_callable, bridge.schedule)

    def call_soon(loop, callback, *given, context):
        schedule(functools.partial(context.run, callback, *given))

    # Pyodide waits for a promise by a future of its own event loop, which knew the way to JavaScript.
    sys.modules["pyodide.webloop"].WebLoop.call_soon = call_soon
    # These two stay in use; the collector, which could name them, need not know them.
    for function in (ffi.run_sync, ffi.create_once_callable):
        bridge.untrack(id(function))
    hiding.close(bridge)
    # Otherwise every program of the page would draw the same numbers.
    sys.modules["random"].seed()


def local():
    """`threading.local`: the stdlib's own in Python, which asks the threads here."""
    stand_in = types.ModuleType("threading")
    stand_in.current_thread = lambda: threads.current
    stand_in.RLock = functools.RLock
    sys.modules["threading"] = stand_in
    from _threading_local import local

    del sys.modules["threading"]
    return local


def receive(text):
    """Takes a message of the page's. No Python runs now."""
    message = json.loads(text)
    if isinstance(message, str):
        kind, fields = message, {}
    else:
        (kind, fields), = message.items()
    match kind:
        case "input":
            console.receive(fields["line"])
        case "eof":
            console.receive(None)
        case "interrupt":
            signals.send(2)
        case "script":
            script.receive(fields)
        case "terminal_size":
            if console.resize(fields):
                signals.send(SIGWINCH)
        case "socket_file":
            socket_files.note(**fields)
        case "breakpoints":
            control.breakpoints = as_sets(fields["breakpoints"])
        case "pace":
            control.pace = fields["pace"]
        case "pause":
            control.pause(fields["thread"])
        case "resume":
            control.resume(fields["thread"])
        case "step":
            control.step(fields["thread"])
    control.arm()


def as_sets(breakpoints):
    return {file: set(lines) for file, lines in breakpoints.items()}


def run(text):
    """Runs the program of a `run` message to its end. The foot of the main thread's stack."""
    page.protect()
    order = json.loads(text)["run"]
    os.chdir(frames.HOME)
    control.breakpoints = as_sets(order["breakpoints"])
    control.pace = order["pace"]
    console.resize(order["terminal"])
    if order["begin"] == "pause":
        threads.main.step = "begin"
        threads.pause_new = True
    control.arm()
    sys.argv = [order["main"], *order["arguments"]]
    wheels.install(order["wheels"])
    for name in order["socket_files"]:
        socket_files.note(name, exists=True)
    path = frames.HOME + order["main"]
    sys.path[0] = os.path.dirname(path)
    main = types.ModuleType("__main__")
    main.__file__, main.__builtins__ = path, sys.modules["builtins"]
    sys.modules["__main__"] = main
    is_script = order.get("script", False)
    del order, text
    status, wrong = guarded(lambda: execute(path, vars(main), is_script))
    threading = sys.modules["threading"]
    try:
        threading._shutdown()
    except BaseException as error:
        threads.unraisable(error, "Exception ignored on threading shutdown", threading)
    guarded(atexit._run_exitfuncs)
    for file in (sys.stdout, sys.stderr):
        guarded(file.flush)
    page.finish(status, wrong)


def execute(path, namespace, is_script):
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    if is_script:
        namespace.update(script.NAMES)
    exec(code, namespace)
    if is_script:
        script.serve(namespace, complain)


def guarded(function):
    """Runs a part of the program: the exit status, and where it went wrong."""
    try:
        function()
    except SystemExit as error:
        return exit_status(error.code), None
    except BaseException as error:
        return 130 if isinstance(error, KeyboardInterrupt) else 1, complain(error)
    return 0, None


def complain(error):
    """Prints an exception as one that nobody catches: where it went wrong."""
    where = last_place(error)
    error.__traceback__ = own_frames(error.__traceback__)
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except BaseException:
        print("Error in sys.excepthook:", file=sys.stderr)
        traceback.print_exc()
    return where


def own_frames(tb):
    """A traceback from the user's first frame on."""
    while tb and tb.tb_frame.f_code.co_filename.startswith(frames.LAB):
        tb = tb.tb_next
    return tb


def exit_status(code):
    if code is None:
        return 0
    if isinstance(code, int):
        # What fits no C long is -1.
        return (code if -(1 << 63) <= code < 1 << 63 else -1) & 0xFF
    print(code, file=sys.stderr)
    return 1


LONGEST_WORDS = 4000
"""Characters of an error's words that the page shows beside its place; the console has all of them."""


def last_place(error):
    """The last place in the user's files, and the words of the error."""
    file = line = None
    if isinstance(error, SyntaxError) and frames.name(error.filename or ""):
        file, line = frames.name(error.filename), error.lineno
    else:
        tb = error.__traceback__
        while tb:
            if found := frames.name(tb.tb_frame.f_code.co_filename):
                file, line = found, tb.tb_lineno
            tb = tb.tb_next
    notes = sum(len(str(note).split("\n")) for note in getattr(error, "__notes__", ()))
    text = traceback.format_exception_only(error)[-1 - notes].rstrip("\n")[:LONGEST_WORDS]
    # A program may give a SyntaxError any line.
    line = line if isinstance(line, int) and 0 <= line < 1 << 32 else None
    return {"file": file and file[:frames.MAX_NAME], "line": line, "text": text}
