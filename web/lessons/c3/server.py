import socketserver
import threading
from datetime import datetime

HOST = "127.0.0.1"
PORT = 9999


class Member(socketserver.StreamRequestHandler):
    # zh: rfile 是套接字上的文件对象，一次读一行；wfile 直接发出字节。
    # en: rfile is a file over the socket, read by lines; wfile sends bytes at once.
    def handle(self) -> None:
        members = self.server.members
        members[self.client_address] = self
        print(f"joined {self.client_address}")
        try:
            for line in self.rfile:
                self.tell_all(line.decode().strip())
        finally:
            del members[self.client_address]
            print(f"left {self.client_address}")

    def tell_all(self, text: str) -> None:
        host, port = self.client_address
        message = f"{datetime.now():%Y/%m/%d %H:%M:%S} {host}:{port}\n{text}\n"
        for member in list(self.server.members.values()):
            try:
                member.wfile.write(message.encode())
            # zh: 它自己的线程会读到流的结尾，并把它移走。
            # en: Its own thread will read the end of the stream and take it out.
            except OSError:
                print(f"cannot reach {member.client_address}")


class Room(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, PORT), Member)
        self.members: dict[tuple[str, int], Member] = {}


def main() -> None:
    with Room() as room:
        threading.Thread(target=room.serve_forever, daemon=True).start()
        input(f"room on {room.server_address}, Enter closes it\n")
        room.shutdown()


if __name__ == "__main__":
    main()
