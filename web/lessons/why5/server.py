import socket

HOST = "127.0.0.1"
PORT = 9998


def main() -> None:
    # zh: 没有设置 SO_REUSEADDR。
    # en: SO_REUSEADDR is not set.
    with socket.socket() as server:
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on port {PORT}, without SO_REUSEADDR")
        conn, address = server.accept()
        # zh: 服务器先关闭：TIME_WAIT 就留在这一边，留在这个端口上。
        # en: The server closes first, so TIME_WAIT stays at this end, at this port.
        conn.close()
        print(f"closed the connection of {address}")


if __name__ == "__main__":
    main()
