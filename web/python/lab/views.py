"""Reports to the page on threads, their frames and their variables."""

import reprlib
import sys
import types
from time import perf_counter

from . import page, sockets, threads
from .frames import MAX_NAME, name

LONGEST = 80
PATIENCE = 0.01
"""Seconds the reprs of one report may take where they run the user's code."""

MOST_FRAMES, MOST_LOCALS = 20, 60

MOST_LINES = 4000
"""Frames and variables of one report: a page with many threads has no room for all of theirs."""

NOISE = (
    types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type, types.GenericAlias,
)

_deadline = 0.0
_lines = 0


class TooSlow(BaseException):
    """A repr takes too long to wait for."""


def check_time():
    """Ends a repr of the user's that takes too long."""
    if perf_counter() > _deadline:
        raise TooSlow


class Short(reprlib.Repr):
    """Asks no socket for its addresses: that would be a call of its own."""

    def repr1(self, value, level):
        if isinstance(value, sockets.socket):
            return sockets.known(value)
        return super().repr1(value, level)

    def repr_instance(self, value, level):
        # What it raises is said by `short`.
        return repr(value)


_repr = Short(
    maxlist=20, maxtuple=20, maxdict=20, maxset=20, maxfrozenset=20, maxdeque=20, maxstring=LONGEST,
    maxother=LONGEST * 2, maxlong=LONGEST,
)


def short(value):
    """A value's repr, at most 80 characters long; never an exception."""
    try:
        if type(value) in (bytes, bytearray):
            text = repr(value[:LONGEST])
        else:
            text = _repr.repr(value)
    except TooSlow:
        text = f"<{type(value).__name__}: its repr takes too long>"
    except BaseException as error:
        text = f"<{type(value).__name__}: its repr raises {type(error).__name__}>"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def cut(word):
    """A name, at most 80 characters long."""
    return word if len(word) <= LONGEST else word[: LONGEST - 1] + "…"


def variables(frame):
    """A frame's variables worth showing."""
    global _lines
    found = []
    for variable, value in frame.f_locals.items():
        if variable.startswith("__") and variable.endswith("__") or variable.startswith("."):
            continue
        if isinstance(value, NOISE):
            continue
        if len(found) == MOST_LOCALS or _lines >= MOST_LINES:
            break
        found.append({"name": cut(variable), "kind": cut(type(value).__name__), "value": short(value)})
        _lines += 1
    return found


def frame_view(frame, with_variables):
    """A frame of the user's."""
    global _lines
    _lines += 1
    code = frame.f_code
    return {
        "file": (name(code.co_filename) or "")[:MAX_NAME],
        "line": max(frame.f_lineno or code.co_firstlineno, 0),
        "function": cut(code.co_qualname),
        "locals": variables(frame) if with_variables else [],
    }


def view(thread):
    """One thread."""
    if thread.paused:
        state = {"paused": {"reason": thread.paused}}
    elif thread.blocked:
        on, since, call = thread.blocked
        state = {"blocked": {"on": on, "since": since, "call": call}}
    else:
        state = "running"
    # The innermost frame is shown in any case: it says where the thread is.
    room = max(min(MOST_FRAMES, MOST_LINES - _lines), 1)
    frames = [frame_view(frame, state != "running") for frame in thread.frames[:room]]
    top = frames[0] if frames else {}
    return {
        "id": thread.ident, "ident": thread.ident, "name": _name(thread), "daemon": thread.daemon,
        "state": state, "file": top.get("file"), "line": top.get("line"),
        "function": top.get("function"), "frames": frames,
    }


def _name(thread):
    threading = sys.modules["threading"]
    known = threading._active.get(thread.ident)
    return cut(str(known.name)) if known else f"Thread-{thread.ident}"


def report():
    """Tells the page of all threads."""
    global _deadline, _lines
    _lines = 0
    _deadline = perf_counter() + PATIENCE
    threads.inspecting = True
    page.reported()
    try:
        found = [view(thread) for thread in threads.living.values()]
    finally:
        threads.inspecting = False
    page.send("threads", threads=found)

