import socket, threading
a, b = socket.socketpair()
file = a.makefile("wb", buffering=64)
def write(letter):
    for _ in range(200):
        file.write(letter * 9 + b"\n")
    file.flush()
threads = [threading.Thread(target=write, args=(letter,)) for letter in (b"x", b"y")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file.close()
a.close()
lines = b.makefile("rb").read().splitlines()
print(len(lines), sorted(set(lines)))
b.close()
