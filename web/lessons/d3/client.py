import socket

HOST = "127.0.0.1"
PORT = 8888


def main() -> None:
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    data = input("message: ").encode()
    # zh: send 返回内核收下的字节数，可能少于给它的；其余要自己再发。
    # en: send returns how many bytes the kernel took; it may be fewer than offered.
    taken = client.send(data)
    print(f"send took {taken} of {len(data)} bytes")
    print(f"server says {client.recv(1024).decode()!r}")
    client.close()


if __name__ == "__main__":
    main()
