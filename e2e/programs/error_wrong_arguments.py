"""Arguments that Python itself refuses, before any system call."""
import socket

sock = socket.socket()
for name, call in {
    "port too large": lambda: sock.bind(("127.0.0.1", 65536)),
    "negative port": lambda: sock.bind(("127.0.0.1", -1)),
    "port as text": lambda: sock.bind(("127.0.0.1", "80")),
    "no tuple": lambda: sock.bind("127.0.0.1"),
    "one element": lambda: sock.bind(("127.0.0.1",)),
    "negative size": lambda: sock.recv(-1),
    "negative timeout": lambda: sock.settimeout(-1),
    "unknown way": lambda: sock.makefile("x"),
}.items():
    try:
        call()
    except Exception as error:
        print(f"{name}: {type(error).__name__}")
print(sock.gettimeout())
sock.close()
