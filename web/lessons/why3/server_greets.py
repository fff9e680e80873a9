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
        with conn:
            # zh: 像邮件服务器一样：客户端一句话没说，它先开口。
            # en: Like a mail server: it speaks first, before the client has sent anything.
            conn.sendall(b"welcome")
            print(f"request {conn.recv(1024)!r}")


if __name__ == "__main__":
    main()
