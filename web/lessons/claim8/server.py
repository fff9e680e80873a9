import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {server.getsockname()}")
        conn, _ = server.accept()
        with conn:
            # zh: 一句话也不说，直到你按回车。
            # en: Says nothing before you press Enter.
            input("accepted and silent. Enter sends hello ")
            conn.sendall(b"hello")


if __name__ == "__main__":
    main()
