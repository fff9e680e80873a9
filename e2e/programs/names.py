import socket
print(socket.gethostbyname("127.0.0.1"), socket.inet_aton("127.1"), socket.inet_ntoa(b"\x0a\0\0\1"))
print(socket.inet_pton(socket.AF_INET6, "::1"), socket.inet_ntop(socket.AF_INET6, b"\0" * 15 + b"\1"))
print(socket.htons(80), socket.ntohl(1), socket.htonl(0x01020304))
for wrong in (lambda: socket.inet_aton("x"), lambda: socket.inet_pton(socket.AF_INET, "1.2.3"), lambda: socket.inet_ntoa(b"1"),
              lambda: socket.htons(1 << 20), lambda: socket.htons(-1)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__)
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo("127.0.0.1", "http", 0, socket.SOCK_STREAM))
print(socket.getservbyname("http"), socket.getservbyport(22), socket.gethostbyname("localhost"))
try:
    socket.create_connection(("no.such.name.invalid", 80))
except socket.gaierror as error:
    print(type(error), error.errno < 0)
