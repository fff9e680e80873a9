"""MSG_PEEK looks without taking, MSG_WAITALL waits for all that was asked."""
import socket
import threading

left, right = socket.socketpair()
left.sendall(b"first")
print(right.recv(3, socket.MSG_PEEK), right.recv(3, socket.MSG_PEEK), right.recv(3))
threading.Thread(target=left.sendall, args=(b" and second",)).start()
print(right.recv(13, socket.MSG_WAITALL))
try:
    right.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as error:
    print(type(error).__name__)
left.close()
right.close()
