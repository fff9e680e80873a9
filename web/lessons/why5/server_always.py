import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        # zh: 从第一次运行起就设置，而且在 bind 之前。
        # en: Set from the very first run on, and before bind.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on port {PORT}")
        conn, address = server.accept()
        conn.close()
        print(f"closed the connection of {address}")


if __name__ == "__main__":
    main()
