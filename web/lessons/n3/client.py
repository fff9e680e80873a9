import socket

HOST = "server"
PORT = 9999
DATA = bytes(place % 251 for place in range(14_000))


def main() -> None:
    with socket.socket() as client:
        client.connect((HOST, PORT))
        # zh: 大约十个报文段，一次就能发完；丢的是第一个。
        # en: About ten segments, all sent at once; the first of them is lost.
        input("connected. Have one data segment lost, then press Enter ")
        client.sendall(DATA)
        print(f"sendall has handed over {len(DATA)} bytes")


if __name__ == "__main__":
    main()
