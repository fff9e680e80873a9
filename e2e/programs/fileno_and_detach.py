import socket
a, b = socket.socketpair()
fd = a.detach()
print(a.fileno(), fd >= 0)
again = socket.socket(fileno=fd)
print(again.fileno() == fd, again.family, again.type)
again.send(b"through it")
print(b.recv(100))
socket.close(again.detach())
print(b.recv(100))
b.close()
print(b.fileno())
try:
    socket.socket(fileno=-1)
except ValueError as error:
    print(error)
with socket.socket() as sock:
    try:
        sock.colour = "red"
    except AttributeError:
        print("no such attribute")
