import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        # zh: 服务器走了：内核替它发出 FIN。
        # en: The server goes; its kernel sends FIN.
        conn.close()
        print("closed")


if __name__ == "__main__":
    main()
