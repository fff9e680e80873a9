"""One socket call's way to the relay and back."""

import itertools
import json

from . import errors, page, threads
from .frames import place, user_frame

TAKING = {"accept", "recv", "recvfrom"}
"""Calls that take something from the kernel, which is lost if their value is."""

CARRYING = {"bytes", "option_bytes"}
"""Values with bytes beside them, besides `bytes_from`."""

ids = itertools.count(1)


def post(op, socket=None, data=None):
    """Makes a call whose end nobody waits for."""
    number = next(ids)
    page.call(0, number, _message(op, socket, number), data)


def _message(op, socket, call):
    file, line, variable = place(user_frame())
    # Exactly these fields: the transport takes no others (../../transport/statements.js).
    return page.dumps({"call": {
        "id": call, "thread": threads.current.ident, "file": file, "line": line,
        "variable": variable, "socket": socket, "op": op,
    }})


def _name(op):
    return op if isinstance(op, str) else next(iter(op))


class Pending:
    """A call under way."""

    def __init__(self, op, socket=None, data=None):
        if threads.inspecting:
            raise RuntimeError("a repr must not call")
        self.number = next(ids)
        self.overtaken = False
        """It is cancelled because it no longer asks for the right thing."""
        self._outcome = None
        message = _message(op, socket, self.number)
        self._take(page.ask(
            threads.current.ident, self.number, message, data, threads.others()
        ))

    def _take(self, answer):
        if answer is not None:
            self._outcome = json.loads(answer)["returned"]

    def ready(self):
        """Whether it has ended."""
        if self._outcome is None:
            self._take(page.answer(self.number))
        return self._outcome is not None

    @property
    def awaited(self):
        """Its number; None once it has ended."""
        return self.number if self._outcome is None else None

    def failed(self):
        """Whether it has ended without a value."""
        return "error" in self._outcome

    def cancel(self):
        """Ends it; it may end by itself meanwhile."""
        if not self.ready():
            page.cancel(self.number)
            while not self.ready():
                threads.rest(threads.current)

    def overtake(self):
        """Cancels it on behalf of the thread that waits for it, which is to ask anew."""
        if not self.ready():
            self.overtaken = True
            page.cancel(self.number)

    def value(self):
        """The wire's `Value` and the bytes beside it, or the exception."""
        if self.failed():
            raise errors.from_failure(self._outcome["error"])
        value = self._outcome["ok"]
        carries = value in CARRYING if isinstance(value, str) else "bytes_from" in value
        return value, page.bytes(self.number) if carries else None


def call(op, socket=None, data=None, on=None):
    """Makes a call and waits for its end: the wire's `Value`, its bytes beside it."""
    pending = Pending(op, socket, data)
    wait_for(pending, op, on)
    return pending.value()


def wait_for(pending, op, on=None):
    """Waits for the end of a call."""
    try:
        if pending.awaited:
            threads.block(on or _name(op), pending.ready, call=pending.awaited)
    except BaseException as error:
        # A signal's handler raised. What the call took from the kernel meanwhile must not be lost:
        # then the call returns, and the exception is raised right after it.
        pending.cancel()
        if pending.failed() or not _name(op) in TAKING:
            raise
        threads.current.raising = error
        threads.hurry()
