import socket

HOST = "127.0.0.1"
PORT = 6971
MESSAGES = ["first", "second", "third"]


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        # zh: 三次 send，三条消息；但 TCP 只传字节，不记得每次 send 到哪里为止。
        # en: Three sends, three messages; TCP carries bytes and forgets where sends end.
        for message in MESSAGES:
            client.sendall(message.encode())
            print(f"sent {message!r}")


if __name__ == "__main__":
    main()
