import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, PORT))
        listener.listen()
        print(f"listener: descriptor {listener.fileno()}, {listener.getsockname()}")
        conn, address = listener.accept()
        with conn:
            print(f"conn: descriptor {conn.fileno()}, {conn.getsockname()}")
            print(f"conn's peer: {address}")
            input("Let the client send, then press Enter ")
            # zh: 数据到了。在监听套接字上 recv，会怎样？
            # en: The bytes have come. What does recv on the listener do?
            try:
                print(f"listener.recv returned {listener.recv(1024)!r}")
            except OSError as error:
                print(f"listener.recv: errno {error.errno}, {error.strerror}")
            print(f"conn.recv returned {conn.recv(1024)!r}")


if __name__ == "__main__":
    main()
