import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # zh: 只在这一个地址的这一个端口上听。
        # en: Listens at this one port of this one address.
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {server.getsockname()}")
        # zh: 四次尝试里，有两次会来到这里。
        # en: Of the four attempts two come here.
        for _ in range(2):
            conn, address = server.accept()
            print(f"accepted {address}")
            conn.close()


if __name__ == "__main__":
    main()
