import socket

HOST = "127.0.0.1"
PORT = 9998


def main() -> None:
    with socket.socket() as server:
        # zh: 端口被占用之后才加上这一行，帮得上忙吗？
        # en: This line was added after the port was found in use: does it help?
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on port {PORT} after all")
        conn, _ = server.accept()
        conn.close()


if __name__ == "__main__":
    main()
