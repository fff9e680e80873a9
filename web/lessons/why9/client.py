import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        for number in (1, 2, 3):
            input(f"Enter sends ping {number} ")
            try:
                print(f"send {number} returned {client.send(b'ping')}")
            except OSError as error:
                print(f"send {number}: {type(error).__name__}, errno {error.errno}")


if __name__ == "__main__":
    main()
