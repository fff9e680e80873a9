# Calls that end at once, one after the other, while other threads wait for theirs.
import socket
import threading
import time

ours, theirs = socket.socketpair()
name = ours.getsockname()
for _ in range(300):
    assert ours.getsockname() == name

for size in (1, 1000, 70_000, 200_000):
    sent = bytes(number % 251 for number in range(size))
    writer = threading.Thread(target=ours.sendall, args=(sent,))
    writer.start()
    received = theirs.recv(size, socket.MSG_WAITALL)
    writer.join()
    print(size, received == sent)

for _ in range(100):
    ours.send(b"ping")
    assert theirs.recv(9) == b"ping"
    theirs.setblocking(False)
    try:
        theirs.recv(9)
    except BlockingIOError:
        theirs.setblocking(True)

done = []
lock = threading.Lock()
lock.acquire()


def sleeper():
    time.sleep(0.05)
    done.append("slept")


def receiver():
    done.append(theirs.recv(9).decode())


def waiter():
    with lock:
        done.append("locked")


def busy(ends):
    while len(done) < ends:
        ours.getsockname()


for number, (function, begin) in enumerate(
    ((sleeper, lambda: None), (receiver, lambda: ours.send(b"received")), (waiter, lock.release)), 1
):
    thread = threading.Thread(target=function)
    thread.start()
    begin()
    busy(number)
    thread.join()
print(done)

theirs.settimeout(0.05)
try:
    theirs.recv(9)
except TimeoutError as error:
    print(type(error).__name__, error)
ours.close()
print(theirs.recv(9))
theirs.close()
try:
    theirs.getsockname()
except OSError as error:
    print(error)
