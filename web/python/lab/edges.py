"""Edge-triggered epoll: the relay tells of each socket what is so, and here is kept what has been told of it already.

A socket is told of again once a call has found nothing more to take, or no room for all it gave: whatever is so after that has
come since.
"""

from . import calls

POLLIN, POLLOUT = 1, 4

TAKING = {"recv", "recvfrom", "accept"}
GIVING = {"send", "sendto", "sendall"}

exhausted = {}
"""For each socket of the relay's that is waited for by edges: the events whose end has been seen."""


def call(op, socket, data, stream):
    """A call on such a socket."""
    name = op if isinstance(op, str) else next(iter(op))
    try:
        value, taken = calls.call(op, socket, data)
    except BlockingIOError:
        exhausted[socket] |= POLLIN if name in TAKING else POLLOUT if name in GIVING else 0
        raise
    # No bytes at all are the end of the stream, which is told once.
    if stream and name in ("recv", "recvfrom") and taken and len(taken) < op[name]["bufsize"]:
        exhausted[socket] |= POLLIN
    if stream and name == "send" and value["sent"] < len(data):
        exhausted[socket] |= POLLOUT
    return value, taken


def watch(socket):
    """From now on its calls are looked at."""
    exhausted[socket] = 0


def again(socket):
    """The events that have ended since this was asked last."""
    ended = exhausted.get(socket, 0)
    if ended:
        exhausted[socket] = 0
    return ended
