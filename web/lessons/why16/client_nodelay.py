import socket
import time

HOST = "127.0.0.1"
PORT = 9999
REQUESTS = 24


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
        # zh: 关掉 Nagle 算法：小段也立即发出。
        # en: Turns Nagle's algorithm off: small segments leave at once too.
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = sorted(request(client) for _ in range(REQUESTS))
    # zh: 不取最快的，也不取被别的程序耽误的。
    # en: Neither one of the fastest nor one that other programs held up.
    usual = times[REQUESTS // 3]
    print(f"TCP_NODELAY: {usual:.1f} ms a request")
    print("TCP_NODELAY: slow" if usual > 35 else "TCP_NODELAY: quick")


if __name__ == "__main__":
    main()
