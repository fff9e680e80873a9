"""socketserver.TCPServer: handle_request, the handler's three steps."""
import socket
import socketserver
import threading


class Handler(socketserver.BaseRequestHandler):
    def setup(self) -> None:
        print("setup", self.client_address[0])

    def handle(self) -> None:
        print("handle", self.request.recv(100))
        self.request.sendall(b"thank you !")

    def finish(self) -> None:
        print("finish")


def ask(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as client:
        client.sendall(b"hello")
        answers.append((client.recv(100), client.recv(100)))


answers: list[tuple[bytes, bytes]] = []
with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=ask, args=(server.server_address,))
    thread.start()
    server.handle_request()
    thread.join()
    server.timeout = 0.05
    server.handle_timeout = lambda: print("nobody came")
    server.handle_request()
print(answers)
