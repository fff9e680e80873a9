"""Several threads count bytes under one lock."""
import socket
import threading

lock = threading.Lock()
total = 0


def count(conn: socket.socket) -> None:
    global total
    while data := conn.recv(7):
        with lock:
            total += len(data)
    conn.close()


pairs = [socket.socketpair() for _ in range(5)]
threads = [threading.Thread(target=count, args=(right,)) for _, right in pairs]
for thread in threads:
    thread.start()
for left, _ in pairs:
    left.sendall(b"x" * 100)
    left.close()
for thread in threads:
    thread.join()
print(total, lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.05))
