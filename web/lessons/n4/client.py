import socket
import time

HOST = "server"
PORT = 9999


def echo(client: socket.socket, message: bytes) -> float:
    begin = time.monotonic()
    client.sendall(message)
    client.recv(1024)
    return time.monotonic() - begin


def main() -> None:
    with socket.socket() as client:
        client.connect((HOST, PORT))
        # zh: 来回几次，内核就量出了往返时间。
        # en: After some round trips the kernel knows how long they take.
        for number in range(5):
            usual = echo(client, f"message {number}".encode())
        print(f"a round trip takes {usual:.2f} s")
        input("Have one data segment lost, then press Enter ")
        # zh: 只有一个报文段，后面什么也没有。
        # en: A single segment, and nothing behind it.
        print(f"with a loss it took {echo(client, b'the last one'):.2f} s")


if __name__ == "__main__":
    main()
