"""close takes the descriptor; a call in progress keeps the socket open, and only shutdown wakes it."""

import select, socket, threading, time

HOST = "127.0.0.1"
SOON = 0.2


class Call(threading.Thread):
    def __init__(self, function, *arguments):
        super().__init__(daemon=True)
        self.call = function, arguments
        self.start()
        time.sleep(SOON)

    def run(self):
        function, arguments = self.call
        try:
            self.end = function(*arguments)
        except OSError as error:
            self.end = repr(error)

    def waits(self):
        self.join(SOON)
        return self.is_alive()

    def ends(self):
        self.join(5)
        return "waits on" if self.is_alive() else self.end


def pair():
    with socket.create_server((HOST, 0)) as server:
        one = socket.create_connection(server.getsockname())
        return one, server.accept()[0]


def peer_sees(peer):
    peer.settimeout(SOON)
    try:
        return peer.recv(9)
    except OSError as error:
        return type(error).__name__


one, peer = pair()
call = Call(one.recv, 9)
one.close()
print("recv", call.waits(), one.fileno(), peer_sees(peer))
peer.send(b"x")
print("recv", call.ends(), peer_sees(peer))

one, peer = pair()
call = Call(one.recv, 9)
one.shutdown(socket.SHUT_RDWR)
print("recv after shutdown", call.ends())
one.close()

one, peer = pair()
one.settimeout(3)
call = Call(one.recv, 9)
one.close()
print("recv with a timeout", call.waits())
peer.send(b"x")
print("recv with a timeout", call.ends())

server = socket.create_server((HOST, 0))
address = server.getsockname()
call = Call(server.accept)
server.close()
print("accept", call.waits())
client = socket.create_connection(address)
conn, _ = call.ends()
conn.send(b"hello")
print("accept", client.recv(9))
try:
    socket.create_connection(address)
except ConnectionRefusedError as error:
    print("connect", error)
conn.close()
client.close()

server = socket.create_server((HOST, 0))
call = Call(server.accept)
server.shutdown(socket.SHUT_RDWR)
print("accept after shutdown", call.ends())
server.close()

one, peer = pair()
one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
call = Call(one.sendall, bytes(1 << 18))
one.close()
print("sendall", call.waits())
print("sendall", len(peer.recv(1 << 18, socket.MSG_WAITALL)), call.ends())

one, peer = pair()
poll = select.poll()
poll.register(one, select.POLLIN)
call = Call(poll.poll, 3000)
one.close()
print("poll", call.waits(), peer_sees(peer))
peer.send(b"x")
print("poll", [events for _, events in call.ends()])

one, peer = pair()
number = one.fileno()
call = Call(select.select, [number], [], [number], 3)
one.close()
print("select", call.waits(), peer_sees(peer))
peer.send(b"x")
print("select", call.ends() == ([number], [], [number]))

one, peer = pair()
other, another = pair()
epoll = select.epoll()
epoll.register(one, select.EPOLLIN)
epoll.register(other, select.EPOLLIN)
call = Call(epoll.poll, 3)
one.close()
print("epoll", call.waits(), peer_sees(peer))
another.send(b"x")
print("epoll", [events for _, events in call.ends()])
