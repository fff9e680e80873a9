import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((HOST, PORT))
        print(f"bound to {server.getsockname()}")
        data, address = server.recvfrom(1024)
        print(f"received {data!r}")
        server.sendto(data.upper(), address)


if __name__ == "__main__":
    main()
