import io, socket, threading
a, b = socket.socketpair()
received = []
def receive():
    while part := b.recv(65536):
        received.append(part)
thread = threading.Thread(target=receive)
thread.start()
a.sendall(bytes(range(256)) * 12000)
with open("many.bin", "wb") as file:
    file.write(b"0123456789" * 50000)
with open("many.bin", "rb") as file:
    print(a.sendfile(file, offset=5, count=400000))
a.close()
thread.join()
data = b"".join(received)
print(len(data), data[-5:], data[: 256 * 3] == bytes(range(256)) * 3)
b.close()
