import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    client = socket.socket()
    client.connect((HOST, PORT))
    print(f"connected from {client.getsockname()}")
    text = input("message: ")
    client.send(text.encode())
    print(f"received {client.recv(1024)!r}")
    client.close()


if __name__ == "__main__":
    main()
