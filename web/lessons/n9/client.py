import socket

HOST = "server"
PORT = 9999
COUNT = 40


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.connect((HOST, PORT))
        for number in range(COUNT):
            udp.send(str(number).encode())
    with socket.socket() as tcp:
        tcp.connect((HOST, PORT))
        # zh: 每个号码马上发出去，自成一个报文段。
        # en: Each number leaves at once, as a segment of its own.
        tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(COUNT):
            tcp.sendall(f"{number}\n".encode())
    print(f"sent {COUNT} numbers with each")


if __name__ == "__main__":
    main()
