import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        client.sendall(b"hello")
        input("Enter closes ")
    print("closed")


if __name__ == "__main__":
    main()
