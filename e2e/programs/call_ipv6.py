"""AF_INET6 on ::1: addresses have four parts."""
import socket

try:
    server = socket.create_server(("::1", 0), family=socket.AF_INET6)
except OSError:
    print("no IPv6 here")
else:
    client = socket.create_connection(server.getsockname()[:2])
    conn, address = server.accept()
    print(address[0], len(address), client.family.name)
    client.sendall(b"over IPv6")
    print(conn.recv(100))
    for sock in (client, conn, server):
        sock.close()
print(socket.inet_pton(socket.AF_INET6, "::1").hex(), socket.inet_ntoa(b"\x7f\0\0\1"))
