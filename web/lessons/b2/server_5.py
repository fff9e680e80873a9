import socket

# zh: 0.0.0.0 表示所有网卡；中继默认只让本机连进来，要对外开放，用 --allow-bind any 启动它。
# en: 0.0.0.0 means every interface; the relay lets only this machine in unless --allow-bind any.
HOST = "0.0.0.0"
PORT = 6971
BACKLOG = 5


def serve(conn: socket.socket) -> None:
    while data := conn.recv(1024):
        print(f"received {data!r}")
        conn.sendall(data.upper())


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(BACKLOG)
        print(f"listening on {HOST}:{PORT}, backlog {BACKLOG}")
        while True:
            conn, address = server.accept()
            with conn:
                print(f"accepted {address}")
                # zh: 服务这个客户端期间不再 accept：别的连接在内核的队列里等。
                # en: No accept while this client is served: others wait in the queue.
                serve(conn)
                print(f"left {address}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
