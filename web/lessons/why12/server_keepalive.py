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
            # zh: 静默 1 秒后由内核探测，每秒一次，连续 3 次没有应答就断开。
            # en: After a silent second the kernel probes every second; 3 without answer end it.
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
            # zh: 6 秒足够放弃一个断了线的对方；这里的对方只是沉默，它的内核会应答。
            # en: 6 s are enough to give up an unplugged peer; this one's kernel answers.
            conn.settimeout(6)
            try:
                while data := conn.recv(1024):
                    print(f"received {data!r}")
                print("recv returned b''")
            except TimeoutError:
                print("6 s of probes: the peer's kernel answers, so the connection stands")


if __name__ == "__main__":
    main()
