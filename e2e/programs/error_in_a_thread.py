"""An exception ends its own thread only; threading.excepthook hears of it."""
import socket
import threading

threading.excepthook = lambda args: print(
    "in", args.thread.name, args.exc_type.__name__, args.exc_value
)
left, right = socket.socketpair()


def read() -> None:
    right.recv(10).decode("ascii")


thread = threading.Thread(target=read, name="reader")
thread.start()
left.sendall("é".encode())
thread.join()
print("main goes on", thread.is_alive())
left.close()
right.close()
