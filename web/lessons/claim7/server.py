import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # zh: 接收缓冲区设得很小，好让它很快装满。
        # en: A small receive buffer, so that it is soon full.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            input("accepted. Enter starts receiving ")
            data = conn.recv(10)
            print(f"recv(10) returned {len(data)} bytes")
            total = len(data)
            largest = 0
            while data := conn.recv(65536):
                total += len(data)
                largest = max(largest, len(data))
            print(f"largest recv(65536): {largest} bytes; total {total} bytes")


if __name__ == "__main__":
    main()
