import socket

HOST = "server"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        client.sendall(b"hello")
        input("connected. Cut the cable now; Enter ends ")

if __name__ == "__main__":
    main()
