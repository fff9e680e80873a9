import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        input("Press Ctrl+C at the server, then Enter here ")
        # zh: 服务器“结束”了，还会有人回答吗？
        # en: The server has "ended". Does anybody answer?
        try:
            client.sendall(b"still there?")
            answer = client.recv(1024)
        except OSError:
            answer = b""
        print(f"answered {answer!r}" if answer else "nobody answers")
        input("Enter closes ")


if __name__ == "__main__":
    main()
