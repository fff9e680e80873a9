"""A pipe between threads: a read waits for a write, and ends when nobody can write any more."""
import os
import threading
import time

reader, writer = os.pipe()


def write():
    time.sleep(0.05)
    os.write(writer, b"first")
    time.sleep(0.05)
    os.close(writer)


thread = threading.Thread(target=write)
thread.start()
print(os.get_blocking(reader), os.read(reader, 2), os.read(reader, 100), os.read(reader, 100))
thread.join()
os.close(reader)
reader, writer = os.pipe()
os.set_blocking(reader, False)
try:
    os.read(reader, 1)
except BlockingIOError as error:
    print(error)
os.close(reader)
try:
    os.write(writer, b"x")
except BrokenPipeError as error:
    print(error)
os.close(writer)
try:
    os.read(writer, 1)
except OSError as error:
    print(error)

import select

reader, writer = os.pipe()
poller = select.poll()
poller.register(reader, select.POLLIN)
print(poller.poll(0), select.select([reader], [writer], [], 0) == ([], [writer], []))
threading.Timer(0.05, os.write, (writer, b"later")).start()
print(poller.poll(5000) == [(reader, select.POLLIN)], os.read(reader, 10))
os.close(writer)
print(poller.poll(5000) == [(reader, select.POLLHUP)], select.select([reader], [], [], 0)[0] == [reader])
os.close(reader)
