import socket

NAME = "\0socket-lab-why"


def main() -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(NAME)
        server.listen(0)
        input("listening. Enter begins to accept ")
        # zh: accept 从队列里取走连接，腾出位置。
        # en: accept takes connections off the queue and so makes room.
        for number in (1, 2, 3):
            conn, _ = server.accept()
            print(f"accepted {number}")
            conn.close()


if __name__ == "__main__":
    main()
