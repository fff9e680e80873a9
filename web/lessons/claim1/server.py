import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {server.getsockname()}")
        for number in range(1, 5):
            conn, address = server.accept()
            print(f"client {number} comes from port {address[1]}")
            conn.close()


if __name__ == "__main__":
    main()
