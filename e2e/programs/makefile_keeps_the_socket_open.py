"""A socket that was closed stays open for its file objects until they close too."""
import socket

left, right = socket.socketpair()
file = left.makefile("wb")
left.close()
print(file.fileno() >= 0, file.closed)
file.write(b"after close")
file.flush()
print(right.recv(100))
file.close()
print(left.fileno(), right.recv(100))
right.close()
