"""makefile in binary: buffered, unbuffered, readinto, and close that flushes."""
import socket

left, right = socket.socketpair()
out = left.makefile("wb")
print(out.write(b"buffered"), end=" ")
right.setblocking(False)
try:
    right.recv(1)
except BlockingIOError:
    print("nothing sent yet")
right.setblocking(True)
out.close()
print(right.recv(100))

raw = left.makefile("wb", buffering=0)
print(raw.write(b"at once\nrest"), type(raw).__name__)
incoming = right.makefile("rb")
print(incoming.readline(), incoming.peek(1)[:4])
buffer = bytearray(4)
print(incoming.readinto(buffer), buffer)
raw.close()
left.close()
print(incoming.read())
incoming.close()
right.close()
