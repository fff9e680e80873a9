"""A BoundedSemaphore admits two at a time; the most that were in at once is two."""
import socket
import threading

seats = threading.BoundedSemaphore(2)
lock = threading.Lock()
inside = most = 0


def visit(sock: socket.socket) -> None:
    global inside, most
    with seats:
        with lock:
            inside += 1
            most = max(most, inside)
        sock.recv(1)
        with lock:
            inside -= 1
    sock.close()


pairs = [socket.socketpair() for _ in range(5)]
threads = [threading.Thread(target=visit, args=(right,)) for _, right in pairs]
for thread in threads:
    thread.start()
for left, _ in pairs:
    left.send(b"x")
for thread in threads:
    thread.join()
for left, _ in pairs:
    left.close()
print("left inside", inside, "never more than two", most <= 2)
try:
    seats.release()
except ValueError as error:
    print(type(error).__name__)
