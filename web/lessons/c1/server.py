import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    server = socket.socket()
    # zh: 去掉这一行，停止后马上再运行，就可能遇到 EADDRINUSE（连接还在 TIME_WAIT）。
    # en: Without this line a quick second run may meet EADDRINUSE (TIME_WAIT).
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen()
    print(f"listening on {server.getsockname()}")

    # zh: accept 阻塞主线程，直到第一个客户端连上来。
    # en: accept blocks the main thread until the first client connects.
    first, address = server.accept()
    print(f"first client {address}")
    # zh: 这个 recv 也阻塞主线程：这期间没有人去 accept 第二个客户端。
    # en: This recv blocks the main thread too: nobody accepts the second client.
    print(f"received {first.recv(1024)!r}")
    first.send(b"magedu.com ack")

    second, address = server.accept()
    print(f"second client {address}")
    print(f"received {second.recv(1024)!r}")
    second.send(b"hello python")

    second.close()
    first.close()
    server.close()


if __name__ == "__main__":
    main()
