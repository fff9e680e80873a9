"""recv_into fills a buffer of the program's own, a part of it where asked."""
import socket

left, right = socket.socketpair()
buffer = bytearray(b"." * 12)
left.sendall(b"hello")
print(right.recv_into(buffer), buffer)
left.sendall(b"world!")
print(right.recv_into(memoryview(buffer)[6:], 3), buffer)
print(right.recv_into(buffer), buffer)
left.close()
print(right.recv_into(buffer), buffer)
right.close()
