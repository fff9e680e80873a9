import socket

HOST = "127.0.0.1"
PORT = 7788


def main() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    # zh: 队列最多排 128 个；listen 之后，这个套接字只用来 accept。
    # en: Up to 128 may queue; from listen on this socket is for accept only.
    server.listen(128)
    print(f"listening on {HOST}:{PORT}")
    conn, address = server.accept()
    print(f"accepted {address}")
    data = conn.recv(1024)
    print(f"received {data.decode()!r}")
    conn.send("thank you !".encode())
    # zh: 关闭 conn：不再服务这个客户端。关闭 server：不再接受新的客户端。
    # en: Closing conn ends this client; closing server ends taking new clients.
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
