import selectors, socket, threading
selector = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
selector.register(server, selectors.EVENT_READ, "door")
def clients():
    for i in range(3):
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"hello %d" % i)
            print(client.recv(100))
thread = threading.Thread(target=clients)
thread.start()
left = 0
while left < 3:
    for key, events in selector.select():
        if key.data == "door":
            conn, _ = server.accept()
            conn.setblocking(False)
            selector.register(conn, selectors.EVENT_READ, "client")
        elif data := key.fileobj.recv(100):
            key.fileobj.sendall(data)
        else:
            selector.unregister(key.fileobj)
            key.fileobj.close()
            left += 1
thread.join()
selector.close()
server.close()
print("left", left)
