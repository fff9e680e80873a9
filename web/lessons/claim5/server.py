import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, PORT))
        listener.listen()
        print(f"listening on {listener.getsockname()}")
        first, address = listener.accept()
        second, _ = listener.accept()
        with first, second:
            input("two clients. Enter closes the first ")
            first.close()
            print(f"closed the socket of {address}")
            # zh: 第二个客户端和监听套接字都不受影响。
            # en: The second client and the listener are not touched.
            while data := second.recv(1024):
                second.sendall(data.upper())


if __name__ == "__main__":
    main()
