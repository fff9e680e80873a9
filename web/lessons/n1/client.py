import socket
import time

# zh: 另一台主机的名字。
# en: The name of the other host.
HOST = "server"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        print("connect: the SYN leaves now")
        begin = time.monotonic()
        client.connect((HOST, PORT))
        print(f"connected after {time.monotonic() - begin:.2f} s")
        print(f"received {client.recv(1024)!r}")


if __name__ == "__main__":
    main()
