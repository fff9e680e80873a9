"""dup: two sockets, one connection; it ends when both are closed."""
import socket

left, right = socket.socketpair()
copy = left.dup()
print(copy.fileno() != left.fileno())
left.close()
copy.sendall(b"through the copy")
print(right.recv(100))
right.setblocking(False)
try:
    right.recv(1)
except BlockingIOError:
    print("still open")
right.setblocking(True)
copy.close()
print(right.recv(1))
right.close()
