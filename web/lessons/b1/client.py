import socket

HOST = "127.0.0.1"
PORT = 6971


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        while True:
            try:
                text = input(">>> ").strip()
            # zh: Ctrl+D 结束输入。
            # en: Ctrl+D ends the input.
            except EOFError:
                break
            # zh: 空输入什么也发不出去，所以不能去等回复。
            # en: Empty input transmits nothing, so there is no reply to wait for.
            if not text:
                continue
            client.sendall(text.encode())
            reply = client.recv(1024)
            if not reply:
                print("the server has closed")
                break
            print(reply.decode())


if __name__ == "__main__":
    main()
