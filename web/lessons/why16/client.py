import socket
import statistics
import time

HOST = "127.0.0.1"
PORT = 9999
REQUESTS = 20


def request(client: socket.socket) -> float:
    start = time.perf_counter()
    # zh: 先发头，再发身，然后等应答。
    # en: The header, then the body, then wait for the answer.
    client.send(b"h")
    client.send(b"b")
    client.recv(1)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        times = [request(client) for _ in range(REQUESTS)]
    middle = statistics.median(times)
    print(f"two sends: {middle:.1f} ms a request")
    print("two sends: slow" if middle > 35 else "two sends: quick")


if __name__ == "__main__":
    main()
