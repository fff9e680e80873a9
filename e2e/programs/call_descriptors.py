"""fileno, detach and a socket made again from its descriptor."""
import socket

left, right = socket.socketpair()
print(left.fileno() >= 0, left.fileno() != right.fileno())
number = left.detach()
print(left.fileno(), number >= 0)
again = socket.socket(fileno=number)
print(again.fileno() == number, again.family == right.family, again.type == right.type)
again.sendall(b"still connected")
print(right.recv(100))
again.close()
print(again.fileno(), right.recv(100))
right.close()
