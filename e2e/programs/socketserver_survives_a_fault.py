"""An exception in a handler ends that client only; handle_error hears of it."""
import socket
import socketserver
import sys
import threading


class Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(str(1 / int(self.request.recv(10))).encode())


class Server(socketserver.ThreadingTCPServer):
    def handle_error(self, request: socket.socket, client_address: tuple) -> None:
        print("fault", sys.exc_info()[0].__name__)


with Server(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    for number in (b"4", b"0", b"x", b"2"):
        with socket.create_connection(server.server_address) as client:
            client.sendall(number)
            print(number, client.recv(100))
    server.shutdown()
