import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conns = []
        for _ in range(2):
            conn, address = server.accept()
            print(f"joined {address}")
            conns.append(conn)
        # zh: 两个客户端都在，却发给了监听套接字。
        # en: Both clients are there, and this sends to the listening socket.
        try:
            server.sendall(b"start")
            print("server.sendall succeeded")
        except OSError as error:
            print(f"server.sendall: {type(error).__name__}, errno {error.errno}")
        for conn in conns:
            print(f"still connected: {conn.getpeername()}")
        input("Enter ends ")
        for conn in conns:
            conn.close()


if __name__ == "__main__":
    main()
