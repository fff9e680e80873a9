import socket
import statistics
import time

HOST = "127.0.0.1"
PORT = 9999
REQUESTS = 20


def request(client: socket.socket) -> float:
    start = time.perf_counter()
    # zh: 头和身合成一次发送。
    # en: Header and body in one send.
    client.send(b"h" + b"b")
    client.recv(1)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        times = [request(client) for _ in range(REQUESTS)]
    middle = statistics.median(times)
    print(f"one send: {middle:.1f} ms a request")
    print("one send: slow" if middle > 35 else "one send: quick")


if __name__ == "__main__":
    main()
