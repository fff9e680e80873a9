import socket
import struct

HOST = "127.0.0.1"
PORT = 6971
# zh: 消息头：4 字节无符号整数，网络字节序（大端）。
# en: The header: an unsigned integer of 4 bytes in network (big-endian) order.
HEADER = struct.Struct("!I")


def recv_exactly(conn: socket.socket, size: int) -> bytes:
    # zh: recv 可能少给，所以要循环，直到凑满 size 字节。
    # en: recv may give less, so ask again until there are size bytes.
    data = b""
    while len(data) < size:
        part = conn.recv(size - len(data))
        if not part:
            raise EOFError("the peer closed")
        data += part
    return data


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(5)
        print(f"listening on {HOST}:{PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address}")
            input("Enter starts receiving ")
            try:
                while True:
                    (size,) = HEADER.unpack(recv_exactly(conn, HEADER.size))
                    message = recv_exactly(conn, size)
                    print(f"message of {size} bytes: {message.decode()!r}")
            except EOFError as end:
                print(end)


if __name__ == "__main__":
    main()
