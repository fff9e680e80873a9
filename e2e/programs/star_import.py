"""The old way: from socket import * and everything by its bare name."""
from socket import *
from threading import *

server = socket(AF_INET, SOCK_STREAM)
server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(5)


def serve():
    conn, addr = server.accept()
    conn.send(conn.recv(1024).decode("utf-8").upper().encode("utf-8"))
    conn.shutdown(SHUT_RDWR)
    conn.close()


thread = Thread(target=serve)
thread.start()
client = socket()
client.connect(server.getsockname())
client.send("hello".encode("utf-8"))
print(client.recv(1024).decode("utf-8"))
print(client.recv(1024) == b"", error is OSError, timeout is TimeoutError)
client.close()
thread.join()
server.close()
print(AF_INET, SOCK_STREAM, gethostbyname("127.0.0.1"), inet_aton("127.0.0.1"))
