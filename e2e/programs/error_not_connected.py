"""A stream socket that is not connected: ENOTCONN for recv, EPIPE for send."""
import errno
import socket

sock = socket.socket()
calls = {
    "recv": lambda: sock.recv(1),
    "send": lambda: sock.send(b"x"),
    "getpeername": sock.getpeername,
    "shutdown": lambda: sock.shutdown(socket.SHUT_RDWR),
}
for name, call in calls.items():
    try:
        call()
    except OSError as error:
        print(name, type(error).__name__, errno.errorcode[error.errno])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    try:
        udp.send(b"whereto")
    except OSError as error:
        print("udp send", errno.errorcode[error.errno])
sock.close()
