import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    # zh: 没有 connect：ICMP 的“端口不可达”在 Linux 上不会报告给这个套接字。
    # en: Not connected: Linux does not report ICMP's "port unreachable" to this socket.
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(1)
        print(f"sendto took {client.sendto(b'one', (HOST, PORT))} bytes")
        try:
            print(f"recvfrom returned {client.recvfrom(1024)[0]!r}")
        except OSError as error:
            print(f"recvfrom: {type(error).__name__}, errno {error.errno}")

    # zh: connect 过的 UDP 套接字只有一个对方，内核便知道该把错误报告给谁。
    # en: A connected UDP socket has one peer, so the kernel knows which socket to tell.
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(1)
        client.connect((HOST, PORT))
        print(f"send took {client.send(b'two')} bytes")
        try:
            print(f"recv returned {client.recv(1024)!r}")
        except OSError as error:
            print(f"recv: {type(error).__name__}, errno {error.errno}")

        # zh: 套接字没有坏：等服务器来了，同一个套接字照常收发。
        # en: The socket is not broken: once the server is there, the same one works.
        input("Run the server, then press Enter ")
        client.send(b"three")
        print(f"recv returned {client.recv(1024)!r}")


if __name__ == "__main__":
    main()
