"""A chat server as a class: a message goes to all; a vanished client is removed."""
import socket
import threading


class Room:
    def __init__(self) -> None:
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.clients: dict[tuple[str, int], socket.socket] = {}
        self.changed = threading.Condition()

    def start(self) -> None:
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            conn, address = self.sock.accept()
            self.change(lambda: self.clients.update({address: conn}))
            args = (conn, address)
            threading.Thread(target=self.recv, args=args, daemon=True).start()

    def recv(self, conn: socket.socket, address: tuple[str, int]) -> None:
        with conn, conn.makefile(encoding="utf-8") as lines:
            for line in lines:
                for client in list(self.clients.values()):
                    client.sendall(line.encode())
        self.change(lambda: self.clients.pop(address))

    def change(self, how) -> None:
        with self.changed:
            how()
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self.changed:
            self.changed.wait_for(lambda: len(self.clients) == count)


room = Room()
room.start()
members = [socket.create_connection(room.sock.getsockname()) for _ in range(3)]
room.wait_for(3)
members[1].sendall("大家好\n".encode())
print([member.makefile(encoding="utf-8").readline() for member in members])
members.pop().close()
room.wait_for(2)
members[0].sendall(b"still here\n")
print([member.recv(100) for member in members])
