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
        # zh: accept 返回的每一个套接字，才连着一个客户端。
        # en: It is the sockets from accept that are connected, each to one client.
        for conn in conns:
            conn.sendall(b"start\n")
            conn.close()
        print("sent to each")


if __name__ == "__main__":
    main()
