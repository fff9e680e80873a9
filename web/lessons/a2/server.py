import socket
import threading

# zh: '' 表示所有网卡，要先用 --allow-bind any 启动中继。
# en: '' means every interface and needs a relay started with --allow-bind any.
# zh: '' 表示所有网卡（即 0.0.0.0）；中继默认只让本机连进来，
# en: '' means every interface (0.0.0.0). By default the relay lets only this machine
# zh: 要让别的机器也能连，用 --allow-bind any 启动它。
# en: connect; start it with --allow-bind any to let others in.
HOST = ""
PORT = 50000


def serve(conn: socket.socket, address: tuple[str, int]) -> None:
    # zh: 每个客户端有自己的线程：这里的 recv 只挡住这一个线程。
    # en: Each client has its own thread: recv here holds up this thread alone.
    with conn:
        while data := conn.recv(512):
            text = data.decode()
            print(f"{address[1]}: {text!r}")
            conn.sendall(f"服务端接收到了信息 {text}".encode())
    print(f"left {address}")


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(8)
        print(f"listening on port {PORT}")
        while True:
            # zh: 主线程只做 accept，从不 recv。
            # en: The main thread only accepts; it never calls recv.
            conn, address = server.accept()
            # zh: daemon：主线程结束时，这些线程不会拖住程序。
            # en: daemon: these threads do not keep the program alive.
            thread = threading.Thread(target=serve, args=(conn, address), daemon=True)
            thread.start()
            print(f"joined {address}, threads: {threading.active_count()}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
