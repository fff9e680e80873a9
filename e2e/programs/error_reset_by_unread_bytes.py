"""Closing with unread bytes in the receive buffer sends RST instead of FIN."""
import select
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    client.sendall(b"never read")
    select.select([conn], [], [])
    conn.close()
    try:
        print(client.recv(10))
    except OSError as error:
        print(type(error).__name__, error.strerror)
    client.close()
