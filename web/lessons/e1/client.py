import socket


def main() -> None:
    # zh: 地址由键盘输入；没有人监听的端口，会得到 ConnectionRefusedError。
    # en: The address is typed; where nobody listens, connect is refused.
    host = input("server address: ")
    port = int(input("server port: "))
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((host, port))
    text = input("message: ")
    client.send(text.encode())
    print(f"received {client.recv(1024).decode()!r}")
    client.close()


if __name__ == "__main__":
    main()
