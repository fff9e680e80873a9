"""Makes the calls of each script with CPython's own socket module and tells how each ended.

Reads a list of scripts from standard input, in the relay's wire form; writes a list of lists of
outcomes. AF_UNIX names are relative to the working directory.
"""

import json
import os
import select
import signal
import socket
import sys
import threading

# Seconds a script may take; only one with a fault takes so long.
PATIENCE = 20

# The calls that wait, by their numbers on x86-64 and aarch64: poll, connect, sendto, recvfrom, accept4.
WAITING = {"7", "42", "44", "45", "288"} | {"73", "203", "206", "207", "242"}

addresses = {}
"""Each socket's address as last asked for, by its name; of a closed socket nobody can ask."""


def address(given, sockets):
    """The Python form of an address; the host "@s" stands for the address of the socket s."""
    if "unix" in given:
        return given["unix"]["path"]
    if "inet" in given:
        given = given["inet"]
        if given["host"].startswith("@"):
            return asked(given["host"][1:], sockets)[:2]
        return (given["host"], given["port"])
    given = given["inet6"]
    if given["host"].startswith("@"):
        return asked(given["host"][1:], sockets)
    pair = (given["host"], given["port"])
    rest = (given["flowinfo"], given["scope_id"])
    return pair if rest == (0, 0) else pair + rest


def asked(name, sockets):
    """The address of a socket of the script."""
    if sockets[name].fileno() >= 0:
        addresses[name] = sockets[name].getsockname()
    return addresses[name]


def wire(given):
    """An address in the relay's form; None where the kernel names nobody."""
    if given is None:
        return None
    if isinstance(given, bytes):
        return {"unix": {"path": given.decode()}}
    if isinstance(given, str):
        return {"unix": {"path": given}}
    if len(given) == 2:
        return {"inet": {"host": given[0], "port": given[1]}}
    host, port, flowinfo, scope = given
    return {"inet6": {"host": host, "port": port, "flowinfo": flowinfo, "scope_id": scope}}


def option(value):
    """The arguments of setsockopt that are the value."""
    if "null" in value:
        return None, value["null"]
    return (value["int"] if "int" in value else bytes(value["bytes"]),)


def poll(entries, seconds, sockets, names, filenos):
    poller = select.poll()
    for entry in entries:
        poller.register(filenos[names[entry["socket"]]], entry["events"])
    found = dict(poller.poll(None if seconds is None else seconds * 1000))
    number = {filenos[names[entry["socket"]]]: entry["socket"] for entry in entries}
    return [{"socket": number[fd], "events": found[fd]} for fd in number if fd in found]


def lookup(given):
    """The arguments of getaddrinfo by their Python names."""
    return {"type" if name == "kind" else name: value for name, value in given.items()}


def call(step, sockets, names, filenos):
    """Makes one call and gives its value in the relay's form."""
    op, on, data = step["op"], sockets.get(step["on"]), bytes(step["bytes"])
    name, arguments = (op, {}) if isinstance(op, str) else next(iter(op.items()))

    def keep(*made):
        for name, sock in zip(step["keep"].split(), made):
            sockets[name] = sock
            filenos[name] = sock.fileno()

    match name:
        case "socket":
            family = getattr(socket, arguments["family"])
            keep(socket.socket(family, getattr(socket, arguments["kind"]), arguments["proto"]))
            return "socket"
        case "socketpair":
            family = getattr(socket, arguments["family"])
            kind = getattr(socket, arguments["kind"])
            keep(*socket.socketpair(family, kind, arguments["proto"]))
            return "pair"
        case "accept":
            sock, peer = on.accept()
            keep(sock)
            return {"accepted": wire(peer), "timeout": sock.gettimeout()}
        case "bind" | "connect" | "connect_ex":
            return getattr(on, name)(address(arguments["address"], sockets))
        case "listen":
            return on.listen() if arguments["backlog"] is None else on.listen(arguments["backlog"])
        case "recv":
            return {"bytes": list(on.recv(arguments["bufsize"], arguments["flags"]))}
        case "recvfrom":
            data, peer = on.recvfrom(arguments["bufsize"], arguments["flags"])
            return {"bytes": list(data), "from": wire(peer)}
        case "send" | "sendall":
            return getattr(on, name)(data, arguments["flags"])
        case "sendto":
            return on.sendto(data, arguments["flags"], address(arguments["address"], sockets))
        case "shutdown":
            return on.shutdown(getattr(socket, arguments["how"]))
        case "close":
            return on.close()
        case "getsockname" | "getpeername":
            return wire(getattr(on, name)())
        case "setsockopt":
            value = option(arguments["value"])
            return on.setsockopt(arguments["level"], arguments["option"], *value)
        case "getsockopt":
            if arguments["buflen"] is None:
                return on.getsockopt(arguments["level"], arguments["option"])
            value = on.getsockopt(arguments["level"], arguments["option"], arguments["buflen"])
            return value if isinstance(value, int) else {"bytes": list(value)}
        case "settimeout":
            return on.settimeout(arguments["seconds"])
        case "gettimeout":
            return on.gettimeout()
        case "setblocking":
            return on.setblocking(arguments["flag"])
        case "poll":
            return poll(arguments["entries"], arguments["seconds"], sockets, names, filenos)
        case "unlink":
            return os.unlink(arguments["path"])
        case "getaddrinfo":
            return [
                {
                    "family": family,
                    "kind": kind,
                    "proto": proto,
                    "canonical": canonical,
                    "address": wire(found),
                }
                for family, kind, proto, canonical, found in socket.getaddrinfo(**lookup(arguments))
            ]
    raise AssertionError(f"unknown call {name}")


def hung(*_):
    raise AssertionError("a script waits for ever")


def outcome(step, sockets, names, filenos):
    """How a call ends."""
    try:
        return {"ok": call(step, sockets, names, filenos)}
    except AssertionError:
        raise
    except Exception as error:
        number = error.errno if isinstance(error, OSError) else None
        if getattr(error, "filename", None) is not None:
            # The relay tells the page no file's name, which the page knows.
            error = type(error)(error.errno, error.strerror)
        return {"error": type(error).__name__, "errno": number, "text": str(error)}


class Thread(threading.Thread):
    """A thread that makes one call, which must wait."""

    def __init__(self, *of_call):
        super().__init__(daemon=True)
        self.of_call, self.outcome = of_call, None
        self.start()
        assert self.waits(), f"{of_call[0]} did not wait: {self.outcome}"

    def run(self):
        self.outcome = outcome(*self.of_call)

    def waits(self):
        """Whether the kernel has its call and nothing for it. Until that is certain, it may run."""
        while self.outcome is None:
            try:
                with open(f"/proc/self/task/{self.native_id}/syscall") as syscall:
                    if syscall.read().partition(" ")[0] in WAITING:
                        return True
            except OSError:
                # It has ended, and its outcome shows in a moment.
                pass
        return False


def take(step, threads, *of_call):
    """Takes one step of a script, and gives its outcome."""
    match step["does"]:
        case "calls":
            return outcome(step, *of_call)
        case "begins":
            threads[step["thread"]] = Thread(step, *of_call)
            return "begun"
        case "waits":
            return {"waits": threads[step["thread"]].waits()}
    threads[step["thread"]].join()
    return threads[step["thread"]].outcome


def run(script):
    print(script["name"], file=sys.stderr)
    signal.alarm(PATIENCE)
    sockets, filenos, threads = {}, {}, {}
    names = {number: name for number, name in script["names"]}
    outcomes = [take(step, threads, sockets, names, filenos) for step in script["steps"]]
    for sock in sockets.values():
        sock.close()
    return outcomes


signal.signal(signal.SIGALRM, hung)
json.dump([run(script) for script in json.load(sys.stdin)], sys.stdout)
