"""getsockname and getpeername mirror each other; before bind the port is 0."""
import socket

server = socket.socket()
print(server.getsockname())
server.bind(("127.0.0.1", 0))
server.listen()
host, port = server.getsockname()
print(host, port > 0)
client = socket.create_connection((host, port))
conn, address = server.accept()
print(address == client.getsockname() == conn.getpeername())
print(client.getpeername() == conn.getsockname() == (host, port))
print(conn.family.name, conn.type.name, conn.proto, conn.gettimeout())
for sock in (client, conn, server):
    sock.close()
