import select, socket
a, b = socket.socketpair()
print(select.select([a, b], [], [], 0))
b.send(b"x")
print(select.select([a, b], [a], [], 1) == ([a], [a], []))
print(select.select([a.fileno()], [], [], 1) == ([a.fileno()], [], []))
poll = select.poll()
poll.register(a, select.POLLIN)
print(poll.poll(1000) == [(a.fileno(), select.POLLIN)], a.recv(1), poll.poll(10))
b.close()
print([event & (select.POLLIN | select.POLLHUP) for _, event in poll.poll(1000)])
poll.unregister(a)
print(poll.poll(0))
for wrong in (lambda: select.select([-1], [], [], 0), lambda: select.select(["x"], [], [], 0), lambda: select.select([b], [], [], 0),
              lambda: select.select([], [], [], -1), lambda: select.select([], [], [], "x"), lambda: select.select(5, [], [], 0),
              lambda: poll.unregister(a), lambda: poll.modify(a, 1)):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error if not isinstance(error, KeyError) else "")
print(select.select([], [], [], 0.01))
a.close()
