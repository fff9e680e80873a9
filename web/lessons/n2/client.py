import socket
import time

HOST = "server"
PORT = 9999


def main() -> None:
    client = socket.socket()
    client.connect((HOST, PORT))
    client.sendall(b"goodbye")
    input("connected. Have the FIN lost, then press Enter ")
    begin = time.monotonic()
    client.close()
    # zh: close 不等对方：FIN 的确认和重传都是内核的事。
    # en: close waits for nobody: the kernel sees to the FIN's acknowledgement, and sends it again.
    print(f"close returned after {time.monotonic() - begin:.3f} s")


if __name__ == "__main__":
    main()
