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
            self.clients[address] = conn
            print(f"joined {address}, clients: {len(self.clients)}")
            name = f"recv-{address[1]}"
            threading.Thread(target=self.recv, args=(conn, address), name=name).start()

    def recv(self, conn: socket.socket, address: tuple[str, int]) -> None:
        # zh: 文件对象替我们攒字节、解码，每次交出完整的一行。
        # en: The file object gathers and decodes the bytes and hands out whole lines.
        lines = conn.makefile("r", encoding="utf-8")
        while not self.stopped.is_set():
            line = lines.readline()
            # zh: 缺陷：readline 返回空串，对方已消失，字典里却还有它。
            # en: The fault: readline gives '', the peer is gone, the dict still has it.
            if not line:
                break
            text = line.strip()
            if text == "quit":
                del self.clients[address]
                lines.close()
                conn.close()
                print(f"left {address}, clients: {len(self.clients)}")
                break
            self.broadcast(address, text)

    def broadcast(self, address: tuple[str, int], text: str) -> None:
        now = datetime.now()
        message = f"{now:%Y/%m/%d %H:%M:%S} {address[0]}:{address[1]}\n{text}\n"
        print(message, end="")
        for conn in self.clients.values():
            conn.sendall(message.encode())

    def stop(self) -> None:
        self.stopped.set()
        # zh: 只 close 叫不醒正阻塞在 recv、accept 里的线程，shutdown 可以。
        # en: close alone does not wake a thread blocked in recv or accept; shutdown does.
        for conn in self.clients.values():
            conn.shutdown(socket.SHUT_RDWR)
            conn.close()
        self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


def main() -> None:
    server = ChatServer()
    server.start()
    while input() != "quit":
        pass
    server.stop()


if __name__ == "__main__":
    main()
