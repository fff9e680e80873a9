import socket

HOST = "server"
PORT = 9999
DATA = b"x" * 120_000


def main() -> None:
    with socket.socket() as client:
        # zh: 教科书里的拥塞控制（RFC 5681），每个 Linux 都有。
        # en: The congestion control of the textbooks (RFC 5681), which every Linux has.
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"reno")
        client.connect((HOST, PORT))
        client.sendall(DATA)
        print(f"sendall has handed over {len(DATA)} bytes")


if __name__ == "__main__":
    main()
