import socket

HOST = "server"
PORT = 9999


def main() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client:
        # zh: 不许分片，哪怕是发送方自己。
        # en: No fragments, not even by the sender itself.
        client.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_DONTFRAG, 1)
        # zh: 1500 减去 IPv6 头的 40 和 UDP 头的 8，等于 1452。
        # en: 1500 less IPv6's 40 and UDP's 8 is 1452.
        for size in (1452, 1453):
            try:
                print(f"{size}: sendto returned {client.sendto(b'x' * size, (HOST, PORT))}")
            except OSError as error:
                print(f"{size}: errno {error.errno}")


if __name__ == "__main__":
    main()
