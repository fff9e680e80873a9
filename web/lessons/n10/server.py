import socket

PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind(("", PORT))
        print(f"bound to port {PORT}")
        try:
            # zh: 第一个数据报等多久都行：那要有人在客户端按回车。
            # en: The first datagram may take any time: somebody presses Enter at the client.
            while True:
                data, _ = server.recvfrom(65535)
                print(f"received {len(data)} bytes")
                if len(data) == 1:
                    return
                server.settimeout(5)
        except TimeoutError:
            print("nothing more for 5 s")


if __name__ == "__main__":
    main()
