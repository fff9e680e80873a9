import socket, threading
server = socket.create_server(("127.0.0.1", 0))
def serve():
    conn, _ = server.accept()
    data = b""
    while part := conn.recv(1024):
        data += part
    conn.sendall(b"all of it: " + data)
    conn.close()
thread = threading.Thread(target=serve)
thread.start()
client = socket.create_connection(server.getsockname())
client.sendall(b"hello")
client.shutdown(socket.SHUT_WR)
try:
    client.send(b"more")
except BrokenPipeError as error:
    print(error)
print(client.recv(1024), client.recv(1024))
thread.join()
client.close()
server.close()
