"""The program ends though a daemon thread is blocked in recv; atexit still runs."""
import atexit
import socket
import threading

left, right = socket.socketpair()
threading.Thread(target=right.recv, args=(10,), daemon=True).start()
atexit.register(print, "atexit")
print("main ends")
