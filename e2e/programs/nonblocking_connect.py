import errno, select, socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
print(client.connect_ex(server.getsockname()) in (0, errno.EINPROGRESS))
_, writable, _ = select.select([], [client], [], 5)
print(writable == [client], client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
conn, _ = server.accept()
sent = 0
while True:
    try:
        sent += client.send(b"x" * 65536)
    except BlockingIOError as error:
        print(error.errno == errno.EAGAIN, sent > 0)
        break
print(select.select([], [client], [], 0))
client.close()
conn.close()
server.close()
