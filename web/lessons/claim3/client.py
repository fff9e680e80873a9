import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        client.sendall(b"hello")
        print("sent b'hello'")
        print(f"recv returned {client.recv(1024)!r}")


if __name__ == "__main__":
    main()
