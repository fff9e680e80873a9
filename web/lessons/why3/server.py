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
            # zh: 像网页服务器一样：先等请求，再回答。
            # en: Like a web server: waits for a request, then answers.
            request = conn.recv(1024)
            print(f"request {request!r}")
            conn.sendall(b"answer to " + request)


if __name__ == "__main__":
    main()
