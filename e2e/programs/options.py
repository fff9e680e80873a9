import socket, struct
sock = socket.socket()
print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 2))
print(struct.unpack("ii", sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF), sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM)
for wrong in (lambda: sock.setsockopt(1, 2, "x"), lambda: sock.getsockopt(1, 2, 5000), lambda: sock.getsockopt(1, 2, -1)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__)
sock.close()
