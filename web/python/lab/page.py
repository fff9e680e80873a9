"""The border to the worker's JavaScript: `bridge` makes the calls, `send` writes the messages."""

import json
from time import perf_counter

bridge = None
"""Set by `begin`, before a program runs."""

dumps = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
due = False
_epoch = 0.0


def begin(javascript):
    """Takes the worker's end. Its methods are looked up once: each look-up makes a proxy."""
    global bridge, _epoch
    bridge = javascript
    for name in (
        "ask", "call", "wait", "wake", "wanted", "overdue", "settle", "answer", "bytes",
    ):
        globals()[name] = getattr(bridge, name)
    _epoch = bridge.now() - perf_counter() * 1000


def now():
    """Milliseconds since 1970."""
    return _epoch + perf_counter() * 1000


def send(kind, **fields):
    """Sends one message."""
    bridge.send(dumps({kind: fields}))


def changed(at_once=False):
    """Some thread stands elsewhere than before."""
    global due
    if at_once or not due:
        due = True
        bridge.changed(at_once)


def reported():
    """The page knows where the threads stand."""
    global due
    due = False
