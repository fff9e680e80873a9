import socket
import struct

HOST = "127.0.0.1"
PORT = 6971
HEADER = struct.Struct("!I")
MESSAGES = ["first", "第二条", "third\nwith a newline"]


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        for message in MESSAGES:
            # zh: 长度按字节算，不是按字符算：先编码，再取 len。
            # en: The length counts bytes, not characters: encode first, then len.
            body = message.encode()
            client.sendall(HEADER.pack(len(body)) + body)
            print(f"sent header {HEADER.pack(len(body)).hex(' ')} and {message!r}")


if __name__ == "__main__":
    main()
