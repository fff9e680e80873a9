"""connect_ex returns an errno instead of raising."""
import errno
import select
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    with socket.socket() as client:
        print("listening:", client.connect_ex(server.getsockname()))
    with socket.socket() as client:
        client.setblocking(False)
        code = client.connect_ex(server.getsockname())
        print("non-blocking:", code in (0, errno.EINPROGRESS))
        _, writable, _ = select.select([], [client], [])
        print(writable == [client], client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
    address = server.getsockname()
with socket.socket() as client:
    print("closed:", errno.errorcode[client.connect_ex(address)])
