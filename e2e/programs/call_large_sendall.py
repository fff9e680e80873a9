"""sendall of megabytes while a thread receives; the bytes come whole and in order."""
import hashlib
import socket
import threading

data = bytes(range(256)) * 8192
received = hashlib.sha256()
total = 0


def receive(server: socket.socket) -> None:
    global total
    conn, _ = server.accept()
    with conn:
        while part := conn.recv(65536):
            received.update(part)
            total += len(part)


with socket.create_server(("127.0.0.1", 0)) as server:
    thread = threading.Thread(target=receive, args=(server,))
    thread.start()
    with socket.create_connection(server.getsockname()) as client:
        print("sendall returned", client.sendall(data))
    thread.join()
print(total, received.digest() == hashlib.sha256(data).digest())
