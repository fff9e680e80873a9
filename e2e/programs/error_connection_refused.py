"""A port where nobody listens: connect is refused at once."""
import errno
import socket

probe = socket.socket()
probe.bind(("127.0.0.1", 0))
address = probe.getsockname()

client = socket.socket()
try:
    client.connect(address)
except ConnectionRefusedError as error:
    print(type(error).__name__, error.errno == errno.ECONNREFUSED, error.strerror)
finally:
    client.close()

with socket.socket() as client:
    print(errno.errorcode[client.connect_ex(address)])
probe.close()
