"""accept on a socket that does not listen: EINVAL. connect on one that does: EISCONN."""
import errno
import socket

sock = socket.socket()
sock.bind(("127.0.0.1", 0))
try:
    sock.accept()
except OSError as error:
    print("accept", errno.errorcode[error.errno], error.strerror)
sock.listen()
other = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(other.getsockname())
try:
    client.connect(sock.getsockname())
except OSError as error:
    print("connect again", errno.errorcode[error.errno])
for each in (sock, other, client):
    each.close()
