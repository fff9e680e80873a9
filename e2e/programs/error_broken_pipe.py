"""The first send to a peer that has gone succeeds; a later one is a broken pipe."""
import errno
import select
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    client.close()
    print("recv", conn.recv(10))
    print("send", conn.send(b"one"))
    poller = select.poll()
    poller.register(conn, 0)
    poller.poll()
    try:
        conn.send(b"two")
    except BrokenPipeError as error:
        print(type(error).__name__, errno.errorcode[error.errno], error)
    conn.close()
