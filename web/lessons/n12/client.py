import socket

HOST = "server"
PORT = 80


def main() -> None:
    try:
        with socket.socket() as client:
            client.connect((HOST, PORT))
            print(f"connected to {client.getpeername()[0]}")
    except ConnectionRefusedError:
        print("refused")


if __name__ == "__main__":
    main()
