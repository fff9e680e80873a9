import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        # zh: 按回车之前，两次发送的字节都已到达。
        # en: By the time you press Enter the bytes of both sends have come.
        input("Enter receives the size ")
        data = client.recv(1024)
        print(f"recv returned {len(data)} bytes: {data[:8]!r}")
        print(f"the size is {int(data.decode())}")


if __name__ == "__main__":
    main()
