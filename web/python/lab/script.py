"""A script of the assistant: calls its functions for each message, peer and timer, one at a time."""

import heapq
import itertools
import json
import sys
from collections import deque
from time import monotonic

from . import calls, errors, page, threads

MOST_TIMERS = 1000
"""Timers that may wait at once."""

inbox = deque()
"""What the page has sent and the script has not seen: the kind, the fields, and a message's bytes."""

peers = {}
"""Those that are there, by the numbers of end and peer."""

timers = []
"""A heap of timers, the next one first."""

numbers = itertools.count()
handling = None
"""Whose message is handled, or was when the timer was set that is due now."""


class Peer:
    """Who is at the other side; `str` is the address."""

    __slots__ = ("end", "address", "_key")
    __module__ = "__main__"

    def __init__(self, end, address, key):
        self.end, self.address, self._key = end, address, key

    def __str__(self):
        return self.address

    def __repr__(self):
        return f"<Peer {self.address} at {self.end!r}>"


class Timer:
    """What `after` returns."""

    __module__ = "__main__"

    def __init__(self, due, function, args):
        self.order = due, next(numbers)
        self.function, self.args, self.peer = function, args, current()

    def __lt__(self, other):
        return self.order < other.order

    def cancel(self):
        """Has the function not be called."""
        if self in timers:
            timers.remove(self)
            heapq.heapify(timers)


def current():
    """Whose message the thread that runs is handling."""
    return handling if threads.current is threads.main else None


def send(data, to=None):
    """Sends bytes: to the peer whose message is handled, to a peer or its address, or to "all" at its end."""
    if isinstance(data, str):
        raise TypeError("send() takes bytes, not str: write text.encode('utf-8'), or 'gbk'")
    peer = current()
    here = None if peer is None else peer._key[0]
    if to == "all":
        target = {"all": {"end": here}}
    elif isinstance(to, str):
        target = {"address": {"end": here, "address": to}}
    else:
        end, number = there("send", to)._key
        target = {"peer": {"end": end, "peer": number}}
    request("send", bytes(memoryview(data)), to=target)


def close(peer=None):
    """Closes the connection of a peer once all is written to it."""
    end, number = there("close", peer)._key
    request("close", end=end, peer=number)


def after(seconds, function, *args):
    """Calls a function later, with the same peer to answer as now."""
    if not callable(function):
        raise TypeError(f"after() takes a function to call, not {function!r}")
    if not seconds >= 0:
        raise ValueError("after() takes seconds from 0 on")
    if len(timers) >= MOST_TIMERS:
        raise RuntimeError(f"{MOST_TIMERS} timers wait already")
    timer = Timer(monotonic() + seconds, function, args)
    heapq.heappush(timers, timer)
    if threads.current is not threads.main:
        threads.wake(threads.main)
    return timer


def there(function, peer):
    """A peer that a function is given, or the one that is handled."""
    peer = current() if peer is None else peer
    if peer is None:
        raise ValueError(f"no message is being handled: name the peer that {function}() is for")
    if not isinstance(peer, Peer):
        raise TypeError(f"{function}() takes a peer, not {peer!r}")
    if peers.get(peer._key) is not peer:
        raise ConnectionError(f"{peer} has gone")
    return peer


def request(kind, data=None, **fields):
    """Asks the page for something, and waits until it is done."""
    number, ends = next(calls.ids), []

    def ready():
        if not ends and (answer := page.answer(number)) is not None:
            ends.append(json.loads(answer)["returned"])
        return bool(ends)

    page.call(threads.current.ident, number, page.dumps({"script": {kind: {"id": number, **fields}}}), data)
    threads.block(kind, ready)
    if "error" in ends[0]:
        raise errors.from_failure(ends[0]["error"])


def receive(what):
    """Takes a message of the page's. No Python runs now."""
    (kind, fields), = what.items()
    inbox.append((kind, fields, page.bytes(0) if kind == "message" else None))
    threads.wake(threads.main)


def serve(namespace, complain):
    """Calls the script's functions as long as it runs. `complain` shows an exception, and returns its place."""
    if not callable(namespace.get("received")):
        raise NameError("the script has no function received(data, peer)")
    page.say('{"script":"serving"}')
    while True:
        threads.block("messages", inbox.__len__, timers[0].order[0] if timers else None)
        if timers and timers[0].order[0] <= monotonic():
            timer = heapq.heappop(timers)
            call(complain, timer.peer, timer.function, *timer.args)
        if inbox:
            dispatch(namespace, complain, *inbox.popleft())
            page.say('{"script":"handled"}')


def dispatch(namespace, complain, kind, fields, data):
    """Deals with what the page has sent."""
    key = fields["end"], fields["peer"]
    match kind:
        case "joined" if key in peers:
            return
        case "joined":
            peer = peers[key] = Peer(fields["name"], fields["address"], key)
            function, args = namespace.get("connected"), (peer,)
        case "left":
            peer = peers.pop(key, None)
            function, args = namespace.get("closed"), (peer,)
        case "message":
            peer = peers.get(key)
            function, args = namespace.get("received"), (data, peer)
    if peer is not None and function is not None:
        call(complain, peer, function, *args)


def call(complain, peer, function, *args):
    """Calls a function of the script's. An exception ends the call alone."""
    global handling
    handling = peer
    try:
        function(*args)
    except SystemExit:
        raise
    except BaseException as error:
        page.say(page.dumps({"script": {"raised": complain(error)}}))
    finally:
        handling = None
        try:
            sys.stdout.flush()
        except BaseException as error:
            complain(error)


NAMES = {"send": send, "close": close, "after": after}
"""What a script can use without an import."""
