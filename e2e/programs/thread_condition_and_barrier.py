"""A Barrier lets three clients speak together; a Condition waits for all lines."""
import socket
import threading

barrier = threading.Barrier(3)
arrived = threading.Condition()
lines = []


def receive(conn: socket.socket) -> None:
    data = conn.recv(100)
    with arrived:
        lines.append(data)
        arrived.notify_all()
    conn.close()


def speak(sock: socket.socket, name: str) -> None:
    barrier.wait()
    sock.sendall(name.encode())
    sock.close()


for name in ("anna", "bo", "chen"):
    left, right = socket.socketpair()
    threading.Thread(target=receive, args=(right,)).start()
    threading.Thread(target=speak, args=(left, name)).start()
with arrived:
    print(arrived.wait_for(lambda: len(lines) == 3, timeout=5))
print(sorted(lines), barrier.broken)
