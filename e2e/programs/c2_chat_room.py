import socket, threading
class ChatServer:
    def __init__(self):
        self.sock = socket.socket()
        self.clients = {}
        self.lock = threading.Lock()
        self.event = threading.Event()
    def start(self):
        self.sock.bind(("127.0.0.1", 0))
        self.sock.listen()
        threading.Thread(target=self.accept, name="accept", daemon=True).start()
    def accept(self):
        while not self.event.is_set():
            try:
                conn, peer = self.sock.accept()
            except OSError:
                break
            with self.lock:
                self.clients[peer] = conn
            threading.Thread(target=self.recv, args=(conn, peer), daemon=True).start()
    def recv(self, conn, peer):
        while not self.event.is_set():
            try:
                data = conn.recv(1024)
            except OSError:
                break
            if data.strip() in (b"", b"quit"):
                with self.lock:
                    self.clients.pop(peer).close()
                break
            with self.lock:
                for client in self.clients.values():
                    client.send(data)
    def stop(self):
        self.event.set()
        with self.lock:
            for conn in self.clients.values():
                conn.close()
        self.sock.close()
room = ChatServer()
room.start()
people = []
for i in range(3):
    person = socket.create_connection(room.sock.getsockname())
    person.settimeout(5)
    people.append(person)
while len(room.clients) < 3:
    threading.Event().wait(0.01)
for i, person in enumerate(people):
    person.sendall(b"I am %d" % i)
    print([other.recv(1024) for other in people])
people[0].sendall(b"quit")
print(people[0].recv(1024))
people[1].sendall(b"still here")
print(people[1].recv(1024), people[2].recv(1024))
room.stop()
