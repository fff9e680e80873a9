"""shutdown(SHUT_WR) ends one direction; the other still carries the answer."""
import socket
import threading


def count_bytes(server: socket.socket) -> None:
    conn, _ = server.accept()
    with conn:
        total = 0
        while data := conn.recv(1024):
            total += len(data)
        conn.sendall(f"{total} bytes".encode())


with socket.create_server(("127.0.0.1", 0)) as server:
    thread = threading.Thread(target=count_bytes, args=(server,))
    thread.start()
    with socket.create_connection(server.getsockname()) as client:
        client.sendall(b"x" * 5000)
        client.shutdown(socket.SHUT_WR)
        try:
            client.send(b"more")
        except BrokenPipeError as error:
            print(type(error).__name__)
        print(client.recv(100))
        print(client.recv(100))
    thread.join()
