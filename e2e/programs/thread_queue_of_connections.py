"""accept puts connections into a queue.Queue; two workers take them out."""
import queue
import socket
import threading

connections: queue.Queue = queue.Queue(maxsize=2)


def work() -> None:
    while (conn := connections.get()) is not None:
        with conn:
            conn.sendall(conn.recv(100)[::-1])
        connections.task_done()


def accept(server: socket.socket) -> None:
    for _ in range(4):
        connections.put(server.accept()[0])
    connections.join()
    for _ in workers:
        connections.put(None)


workers = [threading.Thread(target=work) for _ in range(2)]
with socket.create_server(("127.0.0.1", 0)) as server:
    acceptor = threading.Thread(target=accept, args=(server,))
    for thread in (*workers, acceptor):
        thread.start()
    for word in (b"one", b"two", b"three", b"four"):
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(word)
            print(client.recv(100))
    for thread in (*workers, acceptor):
        thread.join()
print("queue empty", connections.empty())
