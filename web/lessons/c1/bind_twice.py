import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    first = socket.socket()
    first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    first.bind((HOST, PORT))
    first.listen()
    print(f"first socket is bound to {first.getsockname()}")

    second = socket.socket()
    # zh: 一个地址同时只归一个监听套接字，SO_REUSEADDR 也改变不了这一点。
    # en: An address belongs to one listener at a time, SO_REUSEADDR or not.
    second.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        second.bind((HOST, PORT))
    except OSError as error:
        print(f"second bind: errno {error.errno}, {error.strerror}")
    first.close()

    # zh: 第一个关闭了，地址就空出来了。
    # en: The first is closed, so the address is free.
    second.bind((HOST, PORT))
    print(f"second socket is bound to {second.getsockname()}")
    second.close()


if __name__ == "__main__":
    main()
