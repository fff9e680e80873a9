import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    data = "瓜子\n".encode("gbk")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        print(client.recv(1024).decode("gbk"), end="")
        # zh: “瓜子”共 4 个字节，先发前 3 个：“子”被切成两半。
        # en: 瓜子 has 4 bytes; the first 3 go alone, so 子 is cut in two.
        client.sendall(data[:3])
        input(f"sent {data[:3]!r}. Enter sends {data[3:]!r} ")
        # zh: 服务器若因解码失败关闭了连接，send 或 recv 就会遇到错误或空字节。
        # en: Where the server failed and closed, an error or empty bytes come back.
        try:
            client.sendall(data[3:])
            reply = client.recv(1024)
        except OSError as error:
            print(f"{type(error).__name__}: the server is gone")
        else:
            print(reply.decode("gbk") if reply else "b'': the server is gone")


if __name__ == "__main__":
    main()
