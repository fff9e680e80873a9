import socket, socketserver, threading
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data.upper())
with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever).start()
    clients = [socket.create_connection(server.server_address) for _ in range(3)]
    for i, client in enumerate(clients):
        client.sendall(b"client %d" % i)
    for client in clients:
        print(client.recv(1024))
        client.close()
    server.shutdown()
print("server is down")
