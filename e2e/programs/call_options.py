"""setsockopt and getsockopt: flags, numbers, packed structures."""
import socket
import struct

with socket.socket() as sock:
    for name in ("SO_REUSEADDR", "SO_KEEPALIVE", "SO_BROADCAST"):
        option = getattr(socket, name)
        before = sock.getsockopt(socket.SOL_SOCKET, option)
        sock.setsockopt(socket.SOL_SOCKET, option, 1)
        print(name, before, sock.getsockopt(socket.SOL_SOCKET, option))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    print("TCP_NODELAY", sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    print("SO_RCVBUF", sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 2))
    linger = sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
    print("SO_LINGER", struct.unpack("ii", linger))
    print("SO_TYPE", sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == sock.type)
    print("SO_ACCEPTCONN", sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
