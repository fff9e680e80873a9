import socket
import time

HOST = "server"
PORT = 9999
ROUNDS = 20
HALF = b"x" * 100


def round_trip(client: socket.socket) -> float:
    begin = time.monotonic()
    # zh: 写、写、读：请求分成两半写出去，然后等回答。
    # en: Write, write, read: the request in two halves, then the answer.
    client.sendall(HALF)
    client.sendall(HALF)
    client.recv(1024)
    return time.monotonic() - begin


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        # zh: 不要等确认：小的报文段也马上发。
        # en: Wait for no acknowledgement: send even small segments at once.
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = sorted(round_trip(client) for _ in range(ROUNDS))
        print(f"median of {ROUNDS} requests: {times[ROUNDS // 2] * 1000:.0f} ms")

if __name__ == "__main__":
    main()
