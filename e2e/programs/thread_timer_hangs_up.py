"""A threading.Timer shuts an idle connection down; a cancelled one does not."""
import socket
import threading

left, right = socket.socketpair()
never = threading.Timer(60, left.close)
never.start()
never.cancel()
timer = threading.Timer(0.05, right.shutdown, (socket.SHUT_RDWR,))
timer.start()
print("recv", left.recv(10))
timer.join()
never.join()
print(timer.finished.is_set(), never.finished.is_set())
left.close()
right.close()
