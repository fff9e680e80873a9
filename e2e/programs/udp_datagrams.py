import socket
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for sock in (a, b):
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(5)
print(a.sendto(b"one", b.getsockname()), a.sendto(b"", b.getsockname()), a.sendto(b"three", 0, b.getsockname()))
for size in (10, 10, 2):
    data, peer = b.recvfrom(size)
    print(data, peer == a.getsockname())
b.connect(a.getsockname())
b.send(b"connected")
buffer = bytearray(20)
count, peer = a.recvfrom_into(buffer, 9)
print(count, bytes(buffer), peer == b.getsockname())
try:
    a.sendto(b"x" * 70000, b.getsockname())
except OSError as error:
    print(error)
try:
    a.sendto(b"x", ("127.0.0.1", 70000))
except OverflowError as error:
    print(error)
a.close()
b.close()
