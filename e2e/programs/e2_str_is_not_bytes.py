import socket
a, b = socket.socketpair()
for wrong in (lambda: a.send("拜拜"), lambda: a.sendall("x"), lambda: a.sendto("x", "y"), lambda: a.send(5),
              lambda: a.recv("9"), lambda: a.recv(-1), lambda: a.recv_into(b"abc")):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
a.send("拜拜".encode())
data = b.recv(100)
print(data == "拜拜", data.decode() == "拜拜")
a.close()
b.close()
