import socket

PORT = 80


def main() -> None:
    with socket.create_server(("127.0.0.1", PORT)) as server:
        print(f"listening on {server.getsockname()}")
        input("Enter ends ")


if __name__ == "__main__":
    main()
