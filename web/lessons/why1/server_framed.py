import socket
import struct

HOST = "127.0.0.1"
PORT = 9999
CONTENT = b"\xb5\xa2\x00\x01" * 256


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            # zh: 长度总是 4 个字节：接收方知道它在哪里结束。
            # en: The size always has four bytes: the receiver knows where it ends.
            conn.sendall(struct.pack("!I", len(CONTENT)))
            conn.sendall(CONTENT)
            print("sent the size and the content")


if __name__ == "__main__":
    main()
