import socket

HOST = "127.0.0.1"
PORT = 9999
OFFER = b"x" * 100_000


def main() -> None:
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        client.connect((HOST, PORT))
        # zh: 非阻塞：缓冲区装得下多少就收多少，不等。
        # en: Non-blocking: the kernel takes what fits its buffers and does not wait.
        client.setblocking(False)
        taken = client.send(OFFER)
        print(f"send took {taken} of {len(OFFER)} bytes")
        print("all" if taken == len(OFFER) else "fewer than offered")

        # zh: 阻塞：sendall 等对方 recv 腾出位置，直到全部发完，返回 None。
        # en: Blocking: sendall waits for room until all is taken, and returns None.
        client.setblocking(True)
        print("sendall takes the rest; let the server receive")
        result = client.sendall(OFFER[taken:])
        print(f"sendall returned {result}")


if __name__ == "__main__":
    main()
