import socket, struct
left, right = socket.socketpair()
for word in (b"one", b"two", b"three"):
    left.send(word)
print(right.recv(1024))
left.sendall(b"abcdefgh")
print(right.recv(3), right.recv(3), right.recv(3))
def send(sock, data):
    sock.sendall(struct.pack("!I", len(data)) + data)
def receive_exactly(sock, count):
    parts = []
    while count:
        part = sock.recv(count)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
for word in (b"one", "二".encode(), b"three" * 1000):
    send(left, word)
for _ in range(3):
    (length,) = struct.unpack("!I", receive_exactly(right, 4))
    print(length, receive_exactly(right, length)[:10])
left.close()
right.close()
