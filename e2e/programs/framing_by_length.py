"""A length before each message, sent byte by byte, comes apart again."""
import socket
import struct
import threading


def recv_exactly(sock: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            raise EOFError(f"{len(data)} of {size} bytes")
        data += part
    return bytes(data)


def send(sock: socket.socket) -> None:
    for body in (b"first", b"", "第三条".encode()):
        for byte in struct.pack("!H", len(body)) + body:
            sock.send(bytes([byte]))
    sock.sendall(struct.pack("!H", 10) + b"cut")
    sock.close()


left, right = socket.socketpair()
thread = threading.Thread(target=send, args=(left,))
thread.start()
try:
    while True:
        (size,) = struct.unpack("!H", recv_exactly(right, 2))
        print(size, recv_exactly(right, size).decode())
except EOFError as error:
    print("end after", error)
thread.join()
right.close()
