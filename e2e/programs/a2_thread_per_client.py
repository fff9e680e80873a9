import socket, threading
server = socket.create_server(("127.0.0.1", 0))
def handle(conn):
    with conn:
        while data := conn.recv(512):
            conn.sendall(b"ack " + data)
def accept():
    for _ in range(3):
        conn, _ = server.accept()
        threading.Thread(target=handle, args=(conn,)).start()
threading.Thread(target=accept).start()
clients = [socket.create_connection(server.getsockname()) for _ in range(3)]
for i, client in reversed(list(enumerate(clients))):
    client.sendall(b"from %d" % i)
    print(client.recv(512))
for client in clients:
    client.close()
server.close()
