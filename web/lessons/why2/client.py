import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        # zh: 每次只收 4 字节；换成 1024，长文字里也会遇到同样的事。
        # en: Four bytes at a time; with 1024 the same happens in a long text.
        while data := client.recv(4):
            print(f"recv returned {data!r}")
            print(f"decoded {data.decode()!r}")


if __name__ == "__main__":
    main()
