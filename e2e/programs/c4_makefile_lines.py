import socket, threading
a, b = socket.socketpair()
def answer():
    with b, b.makefile("rw", encoding="utf-8") as file:
        print("read:", file.read(10))
        for line in file:
            line = line.strip()
            if line == "quit":
                break
            file.write(f"Return your msg: {line}\n")
            file.flush()
thread = threading.Thread(target=answer)
thread.start()
with a.makefile("rw", encoding="utf-8", newline="\n") as file:
    file.write("0123456789")
    for line in ("one", "二", "quit"):
        file.write(line + "\n")
        file.flush()
        print(repr(file.readline()))
thread.join()
a.close()
