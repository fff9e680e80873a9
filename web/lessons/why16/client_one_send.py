import socket
import time

HOST = "127.0.0.1"
PORT = 9999
REQUESTS = 24


def request(client: socket.socket) -> float:
    start = time.perf_counter()
    # zh: 头和身合成一次发送。
    # en: Header and body in one send.
    client.send(b"h" + b"b")
    client.recv(1)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        times = sorted(request(client) for _ in range(REQUESTS))
    # zh: 不取最快的，也不取被别的程序耽误的。
    # en: Neither one of the fastest nor one that other programs held up.
    usual = times[REQUESTS // 3]
    print(f"one send: {usual:.1f} ms a request")
    print("one send: slow" if usual > 35 else "one send: quick")


if __name__ == "__main__":
    main()
