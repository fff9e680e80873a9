"""A thread for each client: three clients are answered out of the order they came."""
import socket
import threading


def serve(conn: socket.socket) -> None:
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data.upper())


def accept(server: socket.socket, count: int) -> None:
    threads = []
    for _ in range(count):
        conn, _ = server.accept()
        threads.append(threading.Thread(target=serve, args=(conn,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    print("all clients have left")


with socket.create_server(("127.0.0.1", 0)) as server:
    acceptor = threading.Thread(target=accept, args=(server, 3))
    acceptor.start()
    clients = [socket.create_connection(server.getsockname()) for _ in range(3)]
    for client in reversed(clients):
        client.sendall(f"client {clients.index(client)}".encode())
        print(client.recv(1024))
        client.close()
    acceptor.join()
