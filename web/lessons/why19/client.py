import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        sent = 0
        for number in range(300):
            datagram = f"{number:04}".encode() + b"x" * 996
            # zh: sendto 从不等接收方。
            # en: sendto never waits for the receiver.
            sent += client.sendto(datagram, (HOST, PORT)) == len(datagram)
        print(f"{sent} sendto succeeded")


if __name__ == "__main__":
    main()
