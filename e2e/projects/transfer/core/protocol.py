import json
import struct

HEAD = struct.Struct("!I")


def send_head(conn, head):
    packed = json.dumps(head).encode()
    conn.sendall(HEAD.pack(len(packed)) + packed)


def recv_exactly(conn, size):
    data = bytearray()
    while len(data) < size:
        piece = conn.recv(min(size - len(data), 4096))
        if not piece:
            raise ConnectionError("the other end closed in the middle")
        data += piece
    return bytes(data)


def recv_head(conn):
    (size,) = HEAD.unpack(recv_exactly(conn, HEAD.size))
    return json.loads(recv_exactly(conn, size))
