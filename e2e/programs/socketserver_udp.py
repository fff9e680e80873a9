"""socketserver.UDPServer: the request is the datagram and the socket."""
import socket
import socketserver
import threading


class Handler(socketserver.DatagramRequestHandler):
    def handle(self) -> None:
        self.wfile.write(self.rfile.read().upper())


with socketserver.UDPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        for word in (b"one", b"two"):
            client.sendto(word, server.server_address)
            print(client.recv(100))
    server.shutdown()
    thread.join()
