import socket

HOST = "server"
PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.connect((HOST, PORT))
        input("Have one UDP packet lost, then press Enter ")
        # zh: 4000 字节在 1500 的网线上要分成三片。
        # en: On a cable for packets of 1500, 4000 bytes need three fragments.
        print(f"send returned {client.send(b'x' * 4000)}")
        # zh: 一个字节的数据报，让服务器收尾。
        # en: A datagram of one byte lets the server finish.
        client.send(b"!")


if __name__ == "__main__":
    main()
