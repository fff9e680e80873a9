import socket

PORT = 9999
COUNT = 40


def report(name: str, numbers: list[int]) -> None:
    missing = sorted(set(range(COUNT)) - set(numbers))
    late = sum(after < before for before, after in zip(numbers, numbers[1:]))
    print(f"{name}: {len(missing)} missing, {late} overtaken")
    words = "incomplete" if missing else "whole", "out of order" if late else "in order"
    print(f"{name}: {', '.join(words)}")


def main() -> None:
    with socket.create_server(("", PORT)) as server, socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.bind(("", PORT))
        print(f"bound to port {PORT}, TCP and UDP")
        conn, _ = server.accept()
        with conn:
            data = b""
            while piece := conn.recv(65536):
                data += piece
        # zh: TCP 完了，数据报也早就到了；没到的不会再来。
        # en: TCP is done, so the datagrams have long arrived; no others will.
        udp.settimeout(1)
        numbers = []
        try:
            while True:
                numbers.append(int(udp.recv(1024)))
        except TimeoutError:
            report("UDP", numbers)
        report("TCP", [int(line) for line in data.split()])


if __name__ == "__main__":
    main()
