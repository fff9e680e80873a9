import socket
import time

PORT = 9999

# zh: 一个往返是 0.6 秒；静了它的一半，就是下一轮。
# en: A round trip takes 0.6 s; half of it without bytes begins the next round.
PAUSE = 0.3


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        rounds: list[int] = []
        last = 0.0
        with conn:
            while piece := conn.recv(65536):
                now = time.monotonic()
                if now - last > PAUSE:
                    rounds.append(0)
                rounds[-1] += len(piece)
                last = now
        for number, size in enumerate(rounds, start=1):
            print(f"round {number}: {size} bytes")
        print(f"rounds: {len(rounds)}")
        # zh: 最后一轮装的是剩下的，不比较。
        # en: The last round holds what is left, and is not compared.
        pairs = list(zip(rounds[:-1], rounds[1:-1]))
        if len(rounds) == 1:
            print("all at once")
        elif pairs and all(1.5 * before < after for before, after in pairs):
            print("each round about twice the one before")
        else:
            print("rounds of one size")


if __name__ == "__main__":
    main()
