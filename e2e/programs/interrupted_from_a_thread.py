import os, signal, socket, threading, time
a, b = socket.socketpair()
def later():
    time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)
for blocked in (lambda: a.recv(1), lambda: time.sleep(5), lambda: threading.Event().wait(5), lambda: b.recv(5)):
    try:
        threading.Thread(target=later).start()
        blocked()
    except KeyboardInterrupt:
        print("interrupted")
signal.signal(signal.SIGINT, lambda *_: print("handled"))
threading.Thread(target=later).start()
threading.Timer(0.15, b.send, [b"x"]).start()
print(a.recv(10))
a.close()
b.close()
