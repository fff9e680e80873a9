"""sendmsg gathers its buffers, recvmsg tells what was cut, recvmsg_into fills one buffer after another."""
import socket

one, other = socket.socketpair()
print(one.sendmsg([b"hello ", bytearray(b"there"), memoryview(b"!")]), other.recvmsg(6), other.recvmsg(100, 32))
one.sendall(b"0123456789")
first, second = bytearray(4), bytearray(8)
print(other.recvmsg_into([first, second]), first, second)
print(one.sendmsg([]), one.sendmsg([b""]))
one.shutdown(socket.SHUT_WR)
print(other.recvmsg(10))

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
print(client.sendmsg([b"a", b"b"]), conn.recvmsg(10))

here, there = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
here.bind(("127.0.0.1", 0))
there.bind(("127.0.0.1", 0))
for bufsize in (3, 100):
    print(there.sendmsg([b"data", b"gram"], [], 0, here.getsockname()))
    data, beside, flags, address = here.recvmsg(bufsize)
    print(data, beside, flags == socket.MSG_TRUNC, flags, address == there.getsockname())
there.sendto(b"datagram", here.getsockname())
room = bytearray(5)
count, beside, flags, address = here.recvmsg_into([room])
print(count, beside, flags, room, address == there.getsockname())

print([(socket.CMSG_LEN(n), socket.CMSG_SPACE(n)) for n in (0, 1, 4, 8, 12)])
for wrong in (
    lambda: here.recvmsg(-1), lambda: here.recvmsg(1, -1), lambda: one.sendmsg(5), lambda: other.recvmsg_into(5),
    lambda: other.recvmsg_into([b"read-only"]), lambda: socket.CMSG_LEN(-1), lambda: there.sendmsg([b"to nobody"]),
):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
for sock in (one, other, server, client, conn, here, there):
    sock.close()
