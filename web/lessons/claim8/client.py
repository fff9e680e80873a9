import socket

HOST = "127.0.0.1"
PORT = 9999


def attempt(label: str, client: socket.socket) -> None:
    try:
        print(f"{label}: returned {client.recv(1024)!r}")
    except OSError as error:
        print(f"{label}: {type(error).__name__}, errno {error.errno}")


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        # zh: 不等：没有数据就立即抛出异常。
        # en: No waiting: without data it raises at once.
        client.setblocking(False)
        attempt("setblocking(False)", client)
        # zh: 最多等 1 秒。
        # en: Waits one second at most.
        client.settimeout(1)
        attempt("settimeout(1)", client)
        # zh: 一直等，直到有数据或对方关闭。
        # en: Waits until there is data or the peer closes.
        client.setblocking(True)
        print("blocking recv waits for the server")
        attempt("setblocking(True)", client)


if __name__ == "__main__":
    main()
