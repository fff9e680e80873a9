"""Edge-triggered epoll tells once of what came, and again after it was taken to its end."""
import select
import socket

one, other = socket.socketpair()
one.setblocking(False)
ready = select.epoll()
ready.register(one, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET | select.EPOLLRDHUP)
fd = one.fileno()


def told(timeout=0.1):
    return [(found == fd, events) for found, events in ready.poll(timeout)]


print(told(), told())
other.send(b"first")
print(told(), told())
print(one.recv(100), told())
other.send(b"second")
print(told(), one.recv(6), told())
other.send(b"third")
print(told(), one.recv(2), told())
ready.modify(one, select.EPOLLIN | select.EPOLLET)
print(told(), told(), one.recv(100))
try:
    one.recv(1)
except BlockingIOError:
    print("nothing left", told())
other.send(b"fourth")
print(told())
ready.modify(one, select.EPOLLIN)
print(told(), told(), one.recv(100))
ready.modify(one, select.EPOLLIN | select.EPOLLET | select.EPOLLRDHUP)
other.shutdown(socket.SHUT_WR)
print(told(), told(), one.recv(1), told())
one.close()
other.close()
ready.close()

listener = socket.create_server(("127.0.0.1", 0), backlog=5)
listener.setblocking(False)
ready = select.epoll()
ready.register(listener, select.EPOLLIN | select.EPOLLET)
clients = [socket.create_connection(listener.getsockname()) for _ in range(2)]
print(len(ready.poll(1)), len(ready.poll(0.1)))
accepted = []
while True:
    try:
        accepted.append(listener.accept()[0])
    except BlockingIOError:
        break
print(len(accepted), len(ready.poll(0.1)))
clients.append(socket.create_connection(listener.getsockname()))
print(len(ready.poll(1)))
for sock in (*clients, *accepted, listener, ready):
    sock.close()
