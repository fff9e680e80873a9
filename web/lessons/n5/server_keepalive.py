import socket
import time

PORT = 9999


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            # zh: 静默 2 秒后探测，每秒一次，3 次没有应答就放弃。
            # en: After 2 silent seconds it probes, every second; 3 without answer end it.
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
            print(f"received {conn.recv(1024)!r}")
            begin = time.monotonic()
            try:
                print(f"recv returned {conn.recv(1024)!r}")
            except OSError as error:
                print(f"errno {error.errno} after {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
