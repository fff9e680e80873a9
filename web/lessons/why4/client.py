import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        client.sendall(b"hello")
        client.settimeout(2)
        try:
            print(f"answered at once: {client.recv(1024)!r}")
        except TimeoutError:
            print("no answer for 2 seconds: both sides wait in recv")
            # zh: 我不再发送了（FIN），但还要接收。
            # en: I send no more (FIN), but still receive.
            client.shutdown(socket.SHUT_WR)
            print(f"answered after shutdown: {client.recv(1024)!r}")


if __name__ == "__main__":
    main()
