"""send, sendall and sendto take bytes; a str raises TypeError before any call."""
import socket

left, right = socket.socketpair()
for send in (left.send, left.sendall):
    try:
        send("text")
    except TypeError as error:
        print(type(error).__name__, error)
left.sendall(bytearray(b"bytes"))
left.sendall(memoryview(b" and views"))
print(right.recv(100))
print(b"over" == "over", b"over" == "over".encode())
left.close()
right.close()
