import socket

HOST = "127.0.0.1"
PORT = 6971


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(5)
        print(f"listening on {HOST}:{PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address}")
            input("Enter starts receiving ")
            while data := conn.recv(1024):
                print(f"received {data!r}")
                # zh: 确认之后，对方才发下一条：缓冲区里最多只有一条消息。
                # en: Only now does the peer send the next: never two in the buffer.
                conn.sendall(b"ok")


if __name__ == "__main__":
    main()
