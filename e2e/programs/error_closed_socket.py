"""Every call on a closed socket: EBADF. Closing twice is no error."""
import errno
import socket

left, right = socket.socketpair()
left.close()
left.close()
print(left.fileno(), "[closed]" in repr(left))
for name, call in {
    "recv": lambda: left.recv(1),
    "send": lambda: left.send(b"x"),
    "getsockname": left.getsockname,
    "listen": left.listen,
    "shutdown": lambda: left.shutdown(socket.SHUT_WR),
}.items():
    try:
        call()
    except OSError as error:
        print(name, errno.errorcode[error.errno], error)
print("the other end reads", right.recv(1))
right.close()
