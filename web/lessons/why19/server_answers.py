import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((HOST, PORT))
        print(f"bound to {server.getsockname()}")
        numbers = set()
        while len(numbers) < 300:
            data, address = server.recvfrom(2000)
            numbers.add(data[:4])
            # zh: 回答收到的编号；重复收到的也要回答，因为丢的可能是回答。
            # en: Answers with the number, also to a repeat: it may be the answer that was lost.
            server.sendto(data[:4], address)
        print(f"received {len(numbers)} different datagrams")


if __name__ == "__main__":
    main()
