import socket, threading
server = socket.create_server(("127.0.0.1", 0), backlog=5)
served = []
def serve():
    for _ in range(2):
        conn, _ = server.accept()
        while data := conn.recv(1024):
            conn.send(data.upper())
        served.append("next, please")
        conn.close()
thread = threading.Thread(target=serve)
thread.start()
for word in ("first", "second"):
    with socket.create_connection(server.getsockname()) as client:
        print("sent nothing:", client.send(b""))
        client.send(word.encode())
        print(client.recv(1024).decode())
thread.join()
print(served)
server.close()
