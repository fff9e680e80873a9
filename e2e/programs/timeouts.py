import socket, time
a, b = socket.socketpair()
a.settimeout(0.2)
print(a.gettimeout(), a.getblocking(), a.timeout)
began = time.monotonic()
try:
    a.recv(1)
except TimeoutError as error:
    print(repr(error), error.errno, isinstance(error, socket.timeout), 0.15 < time.monotonic() - began < 2)
a.setblocking(False)
print(a.gettimeout(), a.getblocking())
try:
    a.recv(1)
except BlockingIOError as error:
    print(repr(error))
a.settimeout(None)
b.send(b"x")
print(a.gettimeout(), a.recv(1))
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(0.05)
try:
    server.accept()
except socket.timeout as error:
    print(error)
socket.setdefaulttimeout(3)
with socket.create_connection(server.getsockname()) as client:
    conn, _ = server.accept()
    print(client.gettimeout(), conn.gettimeout(), socket.getdefaulttimeout())
    conn.close()
for sock in (a, b, server):
    sock.close()
