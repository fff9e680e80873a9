import socket

HOST = "127.0.0.1"
PORT = 6971
COUNT = 10


def hello(client: socket.socket) -> None:
    # zh: 收到回复，说明服务器已经 accept 了这个连接。
    # en: A reply proves that the server has accepted this connection.
    client.sendall(b"hello")
    print(f"   reply {client.recv(1024)!r}: this one was accepted")


def try_connect(number: int) -> socket.socket | None:
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.settimeout(1)
    try:
        client.connect((HOST, PORT))
    except TimeoutError:
        # zh: 队列已满，内核丢弃了 SYN；connect 只好等着重发。
        # en: The queue is full and the kernel drops the SYN; connect waits to resend it.
        print(f"{number:2}: connect waits (TimeoutError after 1 s)")
        client.close()
        return None
    # zh: 限时的只是 connect；回复来得晚也没关系。
    # en: Only connect has a limit; a reply may come late.
    client.settimeout(None)
    print(f"{number:2}: connected")
    return client


def main() -> None:
    first = try_connect(1)
    if first is None:
        return
    hello(first)
    others = [try_connect(number) for number in range(2, COUNT + 1)]
    queued = [client for client in others if client is not None]
    print(f"1 accepted, {len(queued)} queued, {others.count(None)} waited in vain")

    input("Enter closes connection 1 ")
    first.close()
    # zh: 服务器收到 b''，于是 accept 队列里最早的一个，空出一个位置。
    # en: The server reads b'' and accepts the oldest in the queue: one place is free.
    hello(queued[0])
    newcomer = try_connect(COUNT + 1)
    for client in [*queued, newcomer]:
        if client is not None:
            client.close()


if __name__ == "__main__":
    main()
