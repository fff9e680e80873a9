"""Two sockets in a group of IPv4, and a membership of IPv6, on this machine alone."""
import socket
import struct

GROUP = "239.192.7.6"
LOOPBACK = socket.inet_aton("127.0.0.1")

with (
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
):
    receiver.bind(("", 0))
    membership = socket.inet_aton(GROUP) + LOOPBACK
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, LOOPBACK)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack("b", 1))
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
    sender.sendto("各位".encode(), (GROUP, receiver.getsockname()[1]))
    data, (host, _) = receiver.recvfrom(1024)
    print(data.decode(), host)
    for option in ("IP_MULTICAST_IF", "IP_MULTICAST_TTL", "IP_MULTICAST_LOOP"):
        print(option, sender.getsockopt(socket.IPPROTO_IP, getattr(socket, option)))
    try:
        receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    except OSError as error:
        print(error)
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, membership)

with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
    membership = socket.inet_pton(socket.AF_INET6, "ff15::7:6") + struct.pack("@I", socket.if_nametoindex("lo"))
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, membership)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_LEAVE_GROUP, membership)
