"""socketpair: a stream without boundaries, datagrams and packets with them."""
import socket

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
    left, right = socket.socketpair(socket.AF_UNIX, kind)
    left.send(b"one")
    left.send(b"two")
    print(kind.name, right.recv(100))
    left.close()
    right.close()
