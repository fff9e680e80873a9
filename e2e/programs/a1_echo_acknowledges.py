import socket, threading
ready = threading.Event()
def serve():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind(("127.0.0.1", 0))
    server.listen(8)
    global address
    address = server.getsockname()
    ready.set()
    conn, peer = server.accept()
    while True:
        data = conn.recv(512)
        if not data:
            print("server: the client has left")
            break
        conn.send("服务端接收到了信息 ".encode() + data)
    conn.close()
    server.close()
thread = threading.Thread(target=serve)
thread.start()
ready.wait()
client = socket.socket()
client.connect(address)
for text in ("hello", "你好"):
    client.send(text.encode())
    print("client:", client.recv(1024).decode())
client.close()
thread.join()
