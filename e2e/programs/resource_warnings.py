import gc, socket, sys, warnings
sys.stderr = sys.stdout
warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as caught:
    sock = socket.socket()
    text = f"unclosed {sock!r}"
    del sock
    gc.collect()
print([str(w.message).split(",")[1:4] for w in caught], caught[0].category.__name__)
a, b = socket.socketpair()
b.settimeout(5)
warnings.simplefilter("ignore")
del a
print(b.recv(1))
b.close()
