import socket

PORT = 9999


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            print(f"received {conn.recv(1024)!r}")
            # zh: 只为了让实验有个结尾；真正的程序常常一直等下去。
            # en: Only so that the experiment ends; real programs often wait for ever.
            conn.settimeout(15)
            try:
                print(f"recv returned {conn.recv(1024)!r}")
            except TimeoutError as error:
                print("still connected" if error.errno is None else f"errno {error.errno}")
                # zh: 15 秒没有消息，套接字仍然认得对方。
                # en: After 15 silent seconds the socket still knows its peer.
                print(f"the peer is {conn.getpeername()[0]}")


if __name__ == "__main__":
    main()
