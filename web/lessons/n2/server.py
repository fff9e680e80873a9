import socket
import time

PORT = 9999


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            print(f"received {conn.recv(1024)!r}")
            begin = time.monotonic()
            end = conn.recv(1024)
            print(f"recv returned {end!r} after {time.monotonic() - begin:.2f} s")


if __name__ == "__main__":
    main()
