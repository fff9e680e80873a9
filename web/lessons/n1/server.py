import socket

PORT = 9999


def main() -> None:
    # zh: ''：这台主机的每个地址。
    # en: '': every address of this host.
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address[0]}")
            conn.sendall(b"hello")


if __name__ == "__main__":
    main()
