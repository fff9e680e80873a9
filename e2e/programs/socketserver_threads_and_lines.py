"""ThreadingTCPServer with StreamRequestHandler: rfile and wfile, shutdown."""
import socket
import socketserver
import threading


class Lines(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(b"Return your msg: " + line)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", 0), Lines) as server:
    loop = threading.Thread(target=server.serve_forever, args=(0.05,))
    loop.start()
    clients = [socket.create_connection(server.server_address) for _ in range(3)]
    for number, client in reversed(list(enumerate(clients))):
        client.sendall(b"line %d\n" % number)
        print(client.makefile().readline().strip())
        client.close()
    server.shutdown()
    loop.join()
    print("stopped", loop.is_alive())
