import socket

# zh: 书里写的地址，是作者的机器的，不是这台的。
# en: The address printed in the book was its author's machine's, not this one's.
HOST = "203.0.113.2"
PORTS = (6789, 9999)


def main() -> None:
    for port in PORTS:
        with socket.socket() as server:
            try:
                server.bind((HOST, port))
                print(f"port {port}: bound to {HOST}")
            except OSError as error:
                print(f"port {port}: errno {error.errno}, {error.strerror}")


if __name__ == "__main__":
    main()
