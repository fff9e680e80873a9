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
        with conn, conn.makefile("rb") as lines:
            # zh: 一行一个请求：换行就是结尾，连接可以一直用下去。
            # en: A request a line: the newline is its end, and the connection stays in use.
            for line in lines:
                print(f"request {line!r}")
                conn.sendall(line.upper())
            print("the client has closed")


if __name__ == "__main__":
    main()
