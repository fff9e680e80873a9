"""One thread sends while another receives, on both ends of one connection."""
import socket
import threading

left, right = socket.socketpair()
received = {}


def send(sock: socket.socket, word: bytes) -> None:
    for _ in range(50):
        sock.sendall(word)
    sock.shutdown(socket.SHUT_WR)


def receive(sock: socket.socket, name: str) -> None:
    parts = []
    while part := sock.recv(64):
        parts.append(part)
    received[name] = b"".join(parts)


threads = [
    threading.Thread(target=send, args=(left, b"ping ")),
    threading.Thread(target=send, args=(right, b"pong ")),
    threading.Thread(target=receive, args=(left, "left")),
    threading.Thread(target=receive, args=(right, "right")),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(received["left"] == b"pong " * 50, received["right"] == b"ping " * 50)
left.close()
right.close()
