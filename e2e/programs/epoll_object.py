import select, socket
a, b = socket.socketpair()
epoll = select.epoll()
epoll.register(a, select.EPOLLIN)
for wrong in (lambda: epoll.register(a), lambda: epoll.unregister(b), lambda: epoll.modify(b, 1), lambda: epoll.register(-1), lambda: epoll.poll(0, 0)):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
print(epoll.poll(0.01))
b.send(b"x")
print(epoll.poll(1) == [(a.fileno(), select.EPOLLIN)], epoll.poll(1) == [(a.fileno(), select.EPOLLIN)])
epoll.modify(a, select.EPOLLIN | select.EPOLLONESHOT)
print(len(epoll.poll(1)), epoll.poll(0.01))
a.close()
print(epoll.poll(0.01))
epoll.close()
print(epoll.closed)
try:
    epoll.poll()
except ValueError as error:
    print(error)
b.close()
