import socket
import time

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    client = socket.socket()
    # zh: 若握手要等 accept，5 秒后就会超时。
    # en: Were accept needed for the handshake, this would time out after 5 seconds.
    client.settimeout(5)
    start = time.monotonic()
    client.connect((HOST, PORT))
    waited = "after a wait" if time.monotonic() - start > 1 else "at once"
    print(f"connect returned {waited}: the handshake is complete")
    # zh: 服务器还没有 accept，字节已经可以发过去，在它的接收缓冲区里等。
    # en: Not accepted yet, and bytes can be sent: they wait in its receive buffer.
    client.sendall(b"request")
    print("sent b'request'")
    client.settimeout(None)
    print(f"received {client.recv(1024)!r}")
    client.close()


if __name__ == "__main__":
    main()
