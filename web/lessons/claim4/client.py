import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as accepted:
        accepted.sendall(b"one")
        # zh: 收到回复，说明服务器已经 accept 并关闭了监听套接字。
        # en: A reply proves that the server has accepted and closed its listener.
        print(f"accepted client: {accepted.recv(1024)!r}")
        with socket.socket() as newcomer:
            newcomer.settimeout(3)
            try:
                newcomer.connect((HOST, PORT))
            except ConnectionRefusedError:
                print("new client: refused")
            except TimeoutError:
                print("new client: timed out")
            else:
                print("new client: connected")
        try:
            accepted.sendall(b"two")
            print(f"accepted client still works: {accepted.recv(1024)!r}")
        except OSError as error:
            print(f"accepted client is broken: {error}")


if __name__ == "__main__":
    main()
