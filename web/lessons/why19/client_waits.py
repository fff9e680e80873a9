import socket

HOST = "127.0.0.1"
PORT = 9999


def deliver(client: socket.socket, datagram: bytes) -> int:
    # zh: 没有回答就重发，最多 5 次。
    # en: Without an answer it sends again, five times at most.
    for attempt in range(1, 6):
        client.send(datagram)
        try:
            while client.recv(1024) != datagram[:4]:
                pass
            return attempt
        except TimeoutError:
            continue
    raise TimeoutError("the server does not answer")


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.connect((HOST, PORT))
        client.settimeout(1)
        sends = 0
        for number in range(300):
            sends += deliver(client, f"{number:04}".encode() + b"x" * 996)
        print(f"300 datagrams answered, {sends} sent")


if __name__ == "__main__":
    main()
