import socket
import struct

HOST = "127.0.0.1"
PORT = 9999


def recv_exactly(sock: socket.socket, count: int) -> bytes:
    # zh: recv 最多给 count 字节，也可能更少：收够为止，一个也不多收。
    # en: recv may return fewer than count bytes: go on until all are here, and take no more.
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise EOFError(f"the peer closed after {len(data)} of {count} bytes")
        data += piece
    return data


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        input("Enter receives the size ")
        (size,) = struct.unpack("!I", recv_exactly(client, 4))
        print(f"size: {size} bytes")
        content = recv_exactly(client, size)
        print(f"the content has {len(content)} bytes: {content[:4]!r} ...")


if __name__ == "__main__":
    main()
