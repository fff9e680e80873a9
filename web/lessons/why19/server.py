import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((HOST, PORT))
        # zh: 按回车之前不收：数据报在接收缓冲区里排队，满了就丢。
        # en: No recv before you press Enter: the receive buffer fills, and the rest is dropped.
        input("bound. After the client has sent, press Enter ")
        server.settimeout(0.5)
        numbers = []
        try:
            while True:
                data, _ = server.recvfrom(2000)
                numbers.append(int(data[:4]))
        except TimeoutError:
            pass
        print(f"received {len(numbers)} datagrams, the last was number {numbers[-1]}")
        print("none was lost" if len(numbers) == 300 else "some were lost")


if __name__ == "__main__":
    main()
