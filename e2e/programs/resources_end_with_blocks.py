"""with closes sockets, on a return and on an exception; ExitStack closes many."""
import contextlib
import socket


def leave_early(sock: socket.socket) -> bytes:
    with sock:
        return sock.recv(10)


left, right = socket.socketpair()
left.send(b"hello")
print(leave_early(right), right.fileno(), left.recv(1))
left.close()

left, right = socket.socketpair()
try:
    with left, contextlib.closing(right):
        raise RuntimeError("inside")
except RuntimeError as error:
    print(error, left.fileno(), right.fileno())

with contextlib.ExitStack() as stack:
    server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    address = server.getsockname()
    clients = [stack.enter_context(socket.create_connection(address)) for _ in range(3)]
    print(all(client.fileno() >= 0 for client in clients))
print({client.fileno() for client in clients}, server.fileno())
