import socket

HOST = "server"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        client.connect((HOST, PORT))
        client.sendall(b"hello")
        input("connected. Cut the cable now; Enter ends ")


if __name__ == "__main__":
    main()
