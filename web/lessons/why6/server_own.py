import socket

# zh: 空串（即 0.0.0.0）表示本机的每一个地址；只给本机用，就写 127.0.0.1。
# en: The empty string (0.0.0.0) is every address of this machine; 127.0.0.1 is for itself alone.
HOST = ""
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {server.getsockname()}")
        conn, _ = server.accept()
        with conn:
            # zh: 连接建立后，才知道客户端用的是本机的哪个地址。
            # en: Only the connection tells which of this machine's addresses the client used.
            print(f"a client came to {conn.getsockname()}")
            conn.sendall(b"welcome")


if __name__ == "__main__":
    main()
