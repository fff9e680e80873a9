import socket
import time

PORT = 9999
ROUND_TRIP = 0.2
SMALL = 8192


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # zh: 缓冲区小，窗口就小。listen 之前设，新连接才会继承。
        # en: A small buffer makes a small window. Set before listen, connections inherit it.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        server.bind(("", PORT))
        server.listen()
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            total = len(conn.recv(65536))
            begin = time.monotonic()
            while piece := conn.recv(65536):
                total += len(piece)
            took = time.monotonic() - begin
        print(f"{total} bytes in {took:.1f} s: {total / took / 1000:.0f} kB/s")
        window = total / took * ROUND_TRIP
        print(f"{window:.0f} bytes a round trip")
        # zh: 内核把要来的缓冲区加倍。
        # en: The kernel doubles the buffer that it is asked for.
        print("at most its buffer" if window <= 2 * SMALL else "more than its buffer")


if __name__ == "__main__":
    main()
