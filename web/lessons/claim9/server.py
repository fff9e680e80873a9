import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen()
    input("listening, not accepting. Let the client connect, then press Enter ")
    # zh: 三次握手内核早已完成，accept 只是把连接从队列里取出来。
    # en: The kernel has shaken hands already; accept takes the connection off the queue.
    conn, address = server.accept()
    print(f"accepted {address}")
    print(f"received {conn.recv(1024)!r}")
    conn.sendall(b"reply")
    # zh: 客户端先关闭：它发出 FIN，这里的 recv 返回空字节。
    # en: The client closes first: its FIN makes this recv return empty bytes.
    print(f"received {conn.recv(1024)!r}")
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
