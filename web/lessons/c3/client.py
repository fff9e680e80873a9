import contextlib
import socket
import threading


class ChatClient:
    def __init__(self, host: str = "127.0.0.1", port: int = 9999) -> None:
        self.address = (host, port)
        self.sock = socket.socket()
        self.stopped = threading.Event()

    def start(self) -> None:
        self.sock.connect(self.address)
        print(f"connected from {self.sock.getsockname()}, type quit to stop")
        self.send("I'm ready.")
        # zh: 这个线程只收，主线程只发：两个方向互不等待，这就是全双工。
        # en: This thread only receives, the main thread only sends: full duplex.
        threading.Thread(target=self.recv, name="recv").start()

    def recv(self) -> None:
        while not self.stopped.is_set():
            try:
                data = self.sock.recv(1024)
            except OSError as error:
                if not self.stopped.is_set():
                    print(f"recv: {error}")
                break
            if not data:
                # zh: 对方关闭了，或者是我们自己的 stop 叫醒了它。
                # en: The peer has closed, or our own stop woke this thread.
                if not self.stopped.is_set():
                    print("recv returned b'': the server has closed")
                break
            print(data.decode(), end="")
        self.stopped.set()

    def send(self, text: str) -> None:
        # zh: 总是补上换行：对方按行读，没有换行就一直等下去。
        # en: Always a newline: a peer that reads lines waits for ever without it.
        self.sock.sendall(f"{text}\n".encode())

    def stop(self) -> None:
        self.stopped.set()
        # zh: shutdown 叫醒阻塞在 recv 里的线程（它得到 b''），之后才好 close。
        # en: shutdown wakes the thread blocked in recv (it gets b''); then close.
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


def main() -> None:
    client = ChatClient()
    client.start()
    try:
        while not client.stopped.is_set():
            text = input()
            if text == "quit":
                break
            if not client.stopped.is_set():
                client.send(text)
    finally:
        client.stop()


if __name__ == "__main__":
    main()
