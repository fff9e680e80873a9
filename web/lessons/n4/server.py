import socket

PORT = 9999


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            while data := conn.recv(1024):
                print(f"received {data!r}")
                conn.sendall(data)


if __name__ == "__main__":
    main()
