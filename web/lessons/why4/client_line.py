import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        with client.makefile("rb") as lines:
            for request in (b"hello\n", b"and again\n"):
                client.sendall(request)
                print(f"answer {lines.readline()!r}")


if __name__ == "__main__":
    main()
