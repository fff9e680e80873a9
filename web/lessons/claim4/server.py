import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, PORT))
    listener.listen()
    print(f"listening on {listener.getsockname()}")
    conn, address = listener.accept()
    listener.close()
    print(f"accepted {address}, then closed the listener")
    # zh: conn 是另一个套接字，监听套接字关了，它照样收发。
    # en: conn is another socket: it goes on though the listener is closed.
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data.upper())
    print("the client has closed")


if __name__ == "__main__":
    main()
