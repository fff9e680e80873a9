"""socket.gaierror: a name without an address, a service without a port."""
import socket

for host, port in (("no-such-host.invalid", 80), ("127.0.0.1", "no-such-service")):
    try:
        socket.getaddrinfo(host, port)
    except socket.gaierror as error:
        print(type(error).__name__, isinstance(error, OSError), len(error.args))
try:
    socket.create_connection(("no-such-host.invalid", 80))
except OSError as error:
    print("create_connection", type(error).__name__)
