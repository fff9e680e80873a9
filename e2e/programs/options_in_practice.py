"""The options that servers and clients set: as numbers, as bytes, and without a value."""
import socket
import struct


def told(sock, level, *names):
    for name in names:
        print(name, sock.getsockopt(getattr(socket, level), getattr(socket, name)))


def fails(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, getattr(error, "errno", None))


with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 2500),
                        ("TCP_SYNCNT", 2), ("TCP_MAXSEG", 1200), ("TCP_CORK", 1)):
        sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        told(sock, "IPPROTO_TCP", name)
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 5)
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    told(server, "IPPROTO_TCP", "TCP_FASTOPEN", "TCP_DEFER_ACCEPT")
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"reno")
    print(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0"))
    fails(lambda: sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"none such"))
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x10)
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, struct.pack("i", 9))
    told(sock, "IPPROTO_IP", "IP_TOS", "IP_TTL")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
    print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16))
    for value in ((None,), (None, 4), (None, 0), (1, 4), ("1",), (1.5,), (b"",)):
        fails(lambda: sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, *value))
    fails(lambda: sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1025))

with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
    for name, value in (("IPV6_TCLASS", 32), ("IPV6_UNICAST_HOPS", 7), ("IPV6_V6ONLY", 1), ("IPV6_MULTICAST_HOPS", 2)):
        sock.setsockopt(socket.IPPROTO_IPV6, getattr(socket, name), value)
        told(sock, "IPPROTO_IPV6", name)
