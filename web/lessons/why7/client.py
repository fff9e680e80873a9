import socket

# zh: 第一个是对的；其余三个各错一处。
# en: The first is right; each of the others has one thing wrong.
ADDRESSES = [
    ("127.0.0.1", 9999),
    ("127.0.0.1", 9998),
    ("127.0.0.2", 9999),
    ("0.0.0.0", 9999),
]


def main() -> None:
    for address in ADDRESSES:
        with socket.socket() as client:
            try:
                client.connect(address)
                print(f"{address}: connected to {client.getpeername()}")
            except OSError as error:
                print(f"{address}: {type(error).__name__}, errno {error.errno}")


if __name__ == "__main__":
    main()
