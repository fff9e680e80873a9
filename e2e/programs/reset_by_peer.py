import socket, struct
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
conn.close()
try:
    client.recv(1)
except ConnectionResetError as error:
    print(error)
try:
    client.send(b"x")
    client.send(b"x")
except BrokenPipeError as error:
    print(error)
client.close()
server.close()
