import socket
import time

HOST = "server"
PORT = 9999
ROUNDS = 30
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
    with socket.socket() as client:
        client.connect((HOST, PORT))
        # zh: 不要等确认：小的报文段也马上发。
        # en: Wait for no acknowledgement: send even small segments at once.
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = [round_trip(client) for _ in range(ROUNDS)]
    # zh: 连接刚开始时，Linux 马上确认，所以只看最后十次。
    # en: Linux acknowledges at once while a connection is new, so only the last ten count.
    fastest = min(times[-10:])
    print(f"fastest of the last ten: {fastest * 1000:.0f} ms")
    print("TCP_NODELAY: " + ("40 ms lost in each" if fastest > 0.045 else "a round trip each"))


if __name__ == "__main__":
    main()
