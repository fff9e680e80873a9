"""One thread, non-blocking sockets, no select: try each in turn."""
import socket
import threading


def talk(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as client:
        client.sendall(b"anybody?")
        print(client.recv(100))


with socket.create_server(("127.0.0.1", 0)) as server:
    server.setblocking(False)
    client = threading.Thread(target=talk, args=(server.getsockname(),))
    client.start()
    conns: list[socket.socket] = []
    finished = False
    while not finished:
        try:
            conn, _ = server.accept()
            conn.setblocking(False)
            conns.append(conn)
        except BlockingIOError:
            pass
        for conn in list(conns):
            try:
                data = conn.recv(100)
            except BlockingIOError:
                continue
            if data:
                conn.send(data.upper())
            else:
                conns.remove(conn)
                conn.close()
                finished = True
    client.join()
