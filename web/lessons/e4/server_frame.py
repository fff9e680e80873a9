import binascii
import socket
import struct

HOST = "127.0.0.1"
PORT = 9999
ACK = b"\x06"
NAK = b"\x15"


def read(conn: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = conn.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def serve(conn: socket.socket) -> None:
    while True:
        # zh: 一帧：两个字节的长度，正文，两个字节的 CRC-16/XMODEM。
        # en: A frame: its length in two bytes, the body, a CRC-16/XMODEM in two bytes.
        (length,) = struct.unpack("!H", read(conn, 2))
        body = read(conn, length)
        (sent,) = struct.unpack("!H", read(conn, 2))
        expected = binascii.crc_hqx(body, 0)
        if sent == expected:
            print(f"{body!r}: CRC right")
            conn.sendall(ACK)
        else:
            print(f"{body!r}: CRC wrong, {sent:04x} and not {expected:04x}")
            conn.sendall(NAK)


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            with conn:
                try:
                    serve(conn)
                except EOFError:
                    print(f"left {address}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
