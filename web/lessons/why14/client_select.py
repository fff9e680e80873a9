import errno
import select
import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        client.setblocking(False)
        # zh: 只调用一次 connect_ex：0 或 EINPROGRESS 都是好的开始。
        # en: One connect_ex only: 0 and EINPROGRESS are both a good start.
        result = client.connect_ex((HOST, PORT))
        if result == errno.EINPROGRESS:
            select.select([], [client], [], 5)
            result = client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        print(f"connected: {result == 0}")


if __name__ == "__main__":
    main()
