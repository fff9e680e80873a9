import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        # zh: 不用 connect，每次 sendto 都写明目的地。
        # en: No connect: every sendto names its destination.
        for message in (b"one", b"two", b"three"):
            sent = client.sendto(message, (HOST, PORT))
            print(f"sendto {message!r}: {sent} bytes")
        print(f"own address {client.getsockname()}")


if __name__ == "__main__":
    main()
