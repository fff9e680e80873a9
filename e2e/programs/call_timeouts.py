"""settimeout, gettimeout, setblocking, getblocking and setdefaulttimeout."""
import socket

with socket.socket() as sock:
    for change in (
        lambda: None,
        lambda: sock.settimeout(1.5),
        lambda: sock.settimeout(0),
        lambda: sock.setblocking(True),
        lambda: sock.setblocking(False),
        lambda: sock.settimeout(None),
    ):
        change()
        print(sock.gettimeout(), sock.getblocking())
socket.setdefaulttimeout(2)
with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname(), timeout=3)
    conn, _ = server.accept()
    print(server.gettimeout(), client.gettimeout(), conn.gettimeout())
    client.close()
    conn.close()
