"""Objects over sockets and pipes, as `multiprocessing.connection` sends them; sockets read and written as descriptors."""
import os
import socket
import threading
from multiprocessing import AuthenticationError, Pipe, SimpleQueue
from multiprocessing.connection import Client, Listener, wait

listener = Listener(("127.0.0.1", 0), authkey=b"secret")


def serve():
    with listener.accept() as conn:
        while (asked := conn.recv()) is not None:
            conn.send([asked, listener.last_accepted[0]])


server = threading.Thread(target=serve)
server.start()
with Client(listener.address, authkey=b"secret") as client:
    for asked in ({"a": [1, 2]}, "x" * 70_000):
        client.send(asked)
        print(client.poll(5), client.recv() == [asked, "127.0.0.1"], client.poll(0))
    client.send(None)
server.join()


def refuse():
    try:
        listener.accept()
    except AuthenticationError as error:
        print(error)


server = threading.Thread(target=refuse)
server.start()
try:
    Client(listener.address, authkey=b"guess")
except AuthenticationError as error:
    server.join()
    print(error)
listener.close()

one, other = Pipe()
one.send_bytes(b"bytes")
print(other.recv_bytes(), wait([one, other], timeout=0))
other.close()
try:
    one.recv()
except EOFError:
    print("the other end is closed")
one.close()
reader, writer = Pipe(duplex=False)
writer.send((1, 2))
print(reader.recv(), reader.writable, writer.readable)
queue = SimpleQueue()
threading.Timer(0.02, queue.put, ["later"]).start()
print(queue.get(), queue.empty())

a, b = socket.socketpair()
print(os.write(a.fileno(), b"through the descriptor"), os.read(b.fileno(), 100))
fd = a.detach()
os.close(fd)
print(b.recv(1))
try:
    os.read(fd, 1)
except OSError as error:
    print(error)
b.close()
