import os, socket
server = socket.create_server(("::1", 0), family=socket.AF_INET6)
print(len(server.getsockname()), server.family)
client = socket.create_connection(server.getsockname()[:2])
conn, peer = server.accept()
print(peer[0], client.family, client.getpeername() == server.getsockname())
for sock in (client, conn, server):
    sock.close()
a, b = socket.socketpair()
print(a.family, a.type, a.proto, repr(a.getsockname()))
a.close()
b.close()
