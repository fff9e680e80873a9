import socket
import time

HOST = "server"
PORT = 9999


def main() -> None:
    clients = []
    for number in (1, 2, 3):
        begin = time.monotonic()
        print(f"connect {number}")
        client = socket.socket()
        client.connect((HOST, PORT))
        clients.append(client)
        print(f"connected after {time.monotonic() - begin:.1f} s")
    for client in clients:
        client.close()


if __name__ == "__main__":
    main()
