import socket
import time

PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # zh: 接收缓冲区很小，所以通告的窗口也很小。listen 之前设，新连接才会继承。
        # en: A small receive buffer, so a small window. Set before listen, connections inherit it.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
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
        print(f"{total} bytes in {took:.2f} s: {total / took / 1000:.0f} kB/s")

if __name__ == "__main__":
    main()
