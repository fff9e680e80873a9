# Numbers that fit no C type, or no JSON, fail the call and nothing else.
import select
import socket

ours, theirs = socket.socketpair()
poll = select.epoll()
poll.register(ours, select.EPOLLOUT)
attempts = {
    "poll inf": lambda: poll.poll(float("inf")),
    "poll nan": lambda: poll.poll(float("nan")),
    "family": lambda: socket.getaddrinfo("localhost", "http", family=2**40),
    "timeout inf": lambda: ours.settimeout(float("inf")),
    "flags": lambda: theirs.recv(1, 2**31),
    "backlog": lambda: ours.listen(2**31),
}
for name, attempt in attempts.items():
    try:
        print(name, attempt())
    except Exception as error:
        print(name, type(error).__name__)

poll.close()
ours.send(b"still here")
print(theirs.recv(2**20))
ours.close()
theirs.close()
