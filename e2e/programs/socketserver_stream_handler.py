import socket, socketserver, threading
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(b"line: " + line)
with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with socket.create_connection(server.server_address) as client:
        client.sendall(b"a\nb\n")
        client.shutdown(socket.SHUT_WR)
        with client.makefile("rb") as file:
            print(file.readlines())
    thread.join()
