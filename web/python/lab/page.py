"""The border to the worker's JavaScript: `bridge` makes the calls, `send` writes the messages."""

import json

bridge = None
"""Set by the worker before anything else of this package is imported."""

dumps = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def send(kind, **fields):
    """Sends one message."""
    bridge.send(dumps({kind: fields}))


def changed(at_once=False):
    """Some thread stands elsewhere than before."""
    bridge.changed(at_once)
