import socket, threading
a, b = socket.socketpair()
file = a.makefile("rwb", buffering=64)
def read():
    print(file.readline())
reader = threading.Thread(target=read)
reader.start()
def write(letter):
    for _ in range(50):
        file.write(letter * 9 + b"\n")
    file.flush()
writers = [threading.Thread(target=write, args=(letter,)) for letter in (b"x", b"y")]
for thread in writers:
    thread.start()
for thread in writers:
    thread.join()
b.sendall(b"answer\n")
reader.join()
file.close()
a.close()
lines = b.makefile("rb").read().splitlines()
print(len(lines), sorted(set(lines)))
b.close()
