"""Two listeners on one address: EADDRINUSE, with SO_REUSEADDR as well."""
import errno
import socket

first = socket.socket()
first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
first.bind(("127.0.0.1", 0))
first.listen()

second = socket.socket()
second.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    second.bind(first.getsockname())
except OSError as error:
    print(type(error).__name__, errno.errorcode[error.errno], error)

address = first.getsockname()
first.close()
second.bind(address)
print("bound after the first was closed:", second.getsockname() == address)
second.close()
