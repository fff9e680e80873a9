import socket
import time

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        for number in (1, 2):
            client.sendall(f"beat {number}".encode())
            time.sleep(1)
        # zh: 从此不再发送，也不关闭：在服务器看来，和网线被拔掉时一样，什么也收不到。
        # en: Neither sends nor closes from here on: nothing arrives, as with the cable pulled.
        input("silent from now on. Enter closes ")


if __name__ == "__main__":
    main()
