import socket
import time

PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
