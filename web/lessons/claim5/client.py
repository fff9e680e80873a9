import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with (
        socket.create_connection((HOST, PORT)) as first,
        socket.create_connection((HOST, PORT)) as second,
    ):
        print("two clients connected; first.recv waits")
        try:
            data = first.recv(1024)
        except OSError as error:
            print(f"first.recv raised {type(error).__name__}")
        else:
            print(f"first.recv returned {data!r}")
        try:
            second.sendall(b"still here")
            print(f"second.recv returned {second.recv(1024)!r}")
        except OSError as error:
            print(f"second is broken: {error}")


if __name__ == "__main__":
    main()
