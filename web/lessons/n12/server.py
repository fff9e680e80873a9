import socket

# zh: 小于 1024：在你自己的机器上，这样的端口归管理员。
# en: Below 1024: on your own machine such ports are the administrator's.
PORT = 80


def serve(server: socket.socket) -> None:
    conn, _ = server.accept()
    with conn:
        # zh: 监听的是 0.0.0.0，连接却有确切的本地地址。
        # en: The listener has 0.0.0.0; a connection has one definite local address.
        print(f"reached at {conn.getsockname()[0]}")


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on {server.getsockname()}")
        # zh: 这台主机有两个地址：一个在网线上，一个是它自己的回环。
        # en: This host has two addresses: one on the cable, and its own loopback.
        with socket.socket() as local:
            local.connect(("127.0.0.1", PORT))
            serve(server)
        serve(server)


if __name__ == "__main__":
    main()
