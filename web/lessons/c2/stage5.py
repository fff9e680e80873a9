import contextlib
import socket
import threading
from datetime import datetime


class ChatServer:
    def __init__(self, host: str = "127.0.0.1", port: int = 9999) -> None:
        self.address = (host, port)
        self.sock = socket.socket()
        # zh: 客户端的字典：地址 -> 与它相连的套接字。
        # en: The clients: address -> the socket connected to it.
        self.clients: dict[tuple[str, int], socket.socket] = {}
        # zh: 所有线程都看得见的“停止”信号。
        # en: The sign to stop, seen by every thread.
        self.stopped = threading.Event()
        self.lock = threading.Lock()

    def start(self) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(self.address)
        self.sock.listen()
        print(f"listening on {self.address}, type quit to stop")
        threading.Thread(target=self.accept, name="accept").start()

    def accept(self) -> None:
        while not self.stopped.is_set():
            # zh: 阻塞在 accept 里的线程看不到 Event：要先被 shutdown 叫醒。
            # en: A thread blocked in accept does not see the Event; shutdown wakes it.
            try:
                conn, address = self.sock.accept()
            except OSError:
                if self.stopped.is_set():
                    break
                raise
            with self.lock:
                self.clients[address] = conn
                print(f"joined {address}, clients: {len(self.clients)}")
            name = f"recv-{address[1]}"
            threading.Thread(target=self.recv, args=(conn, address), name=name).start()

    def recv(self, conn: socket.socket, address: tuple[str, int]) -> None:
        # zh: 说了 quit、流到了结尾、出了异常：不管怎样结束，finally 都把它从字典里拿掉。
        # en: quit, end of stream or an exception: finally takes it out of the dict.
        try:
            with conn.makefile("r", encoding="utf-8") as lines:
                for line in lines:
                    text = line.strip()
                    if text == "quit":
                        break
                    self.broadcast(address, text)
        # zh: UnicodeDecodeError 是 ValueError 的一种。
        # en: UnicodeDecodeError is a kind of ValueError.
        except (OSError, ValueError) as error:
            print(f"{address[1]}: {type(error).__name__}")
        finally:
            self.remove(address)

    def broadcast(self, address: tuple[str, int], text: str) -> None:
        now = datetime.now()
        message = f"{now:%Y/%m/%d %H:%M:%S} {address[0]}:{address[1]}\n{text}\n"
        print(message, end="")
        # zh: 遍历一份拷贝：别的线程可能正在增删字典。
        # en: Walks over a copy: other threads may be changing the dict.
        with self.lock:
            clients = list(self.clients.items())
        for peer, conn in clients:
            # zh: 一个客户端坏了，只移走它，其余的照常收到。
            # en: Where one client is broken, it alone goes; the others still receive.
            try:
                conn.sendall(message.encode())
            except OSError as error:
                print(f"{peer[1]}: {type(error).__name__}")
                self.remove(peer)

    def remove(self, address: tuple[str, int]) -> None:
        with self.lock:
            conn = self.clients.pop(address, None)
            remaining = len(self.clients)
        if conn is not None:
            print(f"left {address}, clients: {remaining}")
            self.hang_up(conn)

    @staticmethod
    def hang_up(sock: socket.socket) -> None:
        # zh: 只 close 叫不醒正阻塞在 recv、accept 里的线程，shutdown 可以；
        # en: close alone does not wake a thread blocked in recv or accept; shutdown
        # zh: 对方若已断开，shutdown 会抛出 OSError（ENOTCONN），不必理会。
        # en: does, and raises OSError (ENOTCONN) where the peer has already gone.
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()

    def stop(self) -> None:
        self.stopped.set()
        self.hang_up(self.sock)
        with self.lock:
            addresses = list(self.clients)
        for address in addresses:
            self.remove(address)


def main() -> None:
    server = ChatServer()
    server.start()
    try:
        while input() != "quit":
            pass
    finally:
        server.stop()


if __name__ == "__main__":
    main()
