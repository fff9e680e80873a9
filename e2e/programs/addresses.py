"""Names and numbers without a network: ports, byte order, addresses."""
import ipaddress
import socket

print(socket.htons(80) == int.from_bytes((80).to_bytes(2, "big"), "little"))
print(socket.ntohl(socket.htonl(0x01020304)) == 0x01020304)
print(socket.inet_aton("127.0.0.1").hex(), socket.inet_ntop(socket.AF_INET, b"\1\2\3\4"))
try:
    socket.inet_aton("300.1.1.1")
except OSError as error:
    print(type(error).__name__)
print(socket.gethostbyname("127.0.0.1"))
info = socket.getaddrinfo("127.0.0.1", 80, socket.AF_INET, socket.SOCK_STREAM)
print([(family.name, kind.name, address) for family, kind, _, _, address in info])
for host in ("127.0.0.1", "::1", "0.0.0.0"):
    address = ipaddress.ip_address(host)
    print(host, address.version, address.is_loopback, address.is_unspecified)
print(socket.AF_INET.name, int(socket.SOCK_DGRAM), socket.SHUT_RDWR)
