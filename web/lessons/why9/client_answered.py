import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        input("Enter sends ping ")
        client.sendall(b"ping")
        # zh: send 成功不是回执：要对方回答，才知道它收到了。
        # en: A send that succeeds is no receipt: only an answer is.
        try:
            answer = client.recv(1024)
        except ConnectionResetError:
            answer = b""
        print(f"answered {answer!r}" if answer else "no answer: the server has gone")


if __name__ == "__main__":
    main()
