"""The interface to the worker's JavaScript: `begin` sets the functions that make the calls, `send` writes the messages."""

import json
from operator import methodcaller
from time import perf_counter

from .hiding import opaque

dumps = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
due = False
_epoch = 0.0


def begin(bridge, run_sync):
    """Takes the worker's end. Of it only functions are kept, which do not tell what they call."""
    global wait, bytes, tls_take, _epoch
    for name in (
        "ask", "call", "cancel", "wake", "wanted", "overdue", "settle", "answer", "start", "say", "finish_with",
        "report_due", "protect", "socket_file", "tls_load", "tls_state", "tls_handle",
    ):
        globals()[name] = opaque(getattr(bridge, name))
    wait = opaque(bridge.wait, run_sync)
    bytes = opaque(bridge.bytes, methodcaller("to_bytes"))
    tls_take = opaque(bridge.tls_take, methodcaller("to_bytes"))
    _epoch = bridge.now() - perf_counter() * 1000


def now():
    """Milliseconds since 1970."""
    return _epoch + perf_counter() * 1000


def send(kind, **fields):
    """Sends one message."""
    say(dumps({kind: fields}))


def finish(status, error=None):
    """Sends the last message: the exit status, and the exception that the program ended with."""
    finish_with(dumps({"finished": {"status": status, "error": error}}))


def changed(at_once=False):
    """Some thread stands elsewhere than before."""
    global due
    if at_once or not due:
        due = True
        report_due(at_once)


def reported():
    """The page knows where the threads stand."""
    global due
    due = False
