import os
import select
import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        client.setblocking(False)
        try:
            client.connect((HOST, PORT))
        except BlockingIOError:
            print("connect has begun")
        # zh: 可写表示握手有了结果；结果是好是坏，问 SO_ERROR。
        # en: Writable means that the handshake has ended; how, SO_ERROR tells.
        _, writable, _ = select.select([], [client], [], 5)
        if not writable:
            print("no result for 5 s")
            return
        error = client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        print("connected" if error == 0 else f"failed: {os.strerror(error)}")


if __name__ == "__main__":
    main()
