import socket

PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("", PORT))
        # zh: Linux 让比这多一个的连接等在队列里。
        # en: Linux keeps one connection more than this waiting.
        server.listen(1)
        input("listening, and nobody accepts. Enter accepts ")
        for number in (1, 2, 3):
            conn, _ = server.accept()
            print(f"accepted client {number}")
            conn.close()


if __name__ == "__main__":
    main()
