"""setblocking(False): no data and no client raise BlockingIOError at once."""
import errno
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    server.setblocking(False)
    try:
        server.accept()
    except BlockingIOError as error:
        print("accept", errno.errorcode[error.errno], error)
    with socket.create_connection(server.getsockname()) as client:
        client.settimeout(0)
        try:
            client.recv(10)
        except BlockingIOError as error:
            print("recv", errno.errorcode[error.errno], error.strerror)
        sent = 0
        try:
            while True:
                sent += client.send(b"x" * 65536)
        except BlockingIOError:
            print("send stops when the buffers are full:", sent > 0)
