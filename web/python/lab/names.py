"""Names and numbers of hosts and services: the part of `_socket` without sockets."""

import ipaddress
import operator

from . import calls
from .addresses import AF_INET, AF_INET6, MAX_SERVICE, _host, from_wire
from .constants import NUMBERS
from .errors import gaierror, herror, os_error
from .machine import HOST
from .sockets import c_int

SERVICES = dict(pair.split("=") for pair in (
    "echo=7 discard=9 daytime=13 chargen=19 ftp-data=20 ftp=21 ssh=22 telnet=23 smtp=25 time=37 "
    "domain=53 tftp=69 gopher=70 finger=79 http=80 kerberos=88 pop3=110 sunrpc=111 ntp=123 "
    "imap2=143 snmp=161 irc=194 ldap=389 https=443 imaps=993 pop3s=995 socks=1080 mysql=3306 "
    "postgresql=5432 xmpp-client=5222 http-alt=8080"
).split())
KINDS = {NUMBERS["SOCK_STREAM"]: NUMBERS["IPPROTO_TCP"], NUMBERS["SOCK_DGRAM"]: NUMBERS["IPPROTO_UDP"]}
PROTOCOLS = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17, "ipv6": 41, "ipv6-icmp": 58}


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """getaddrinfo(3) of the relay's machine."""
    if host is not None:
        host = _host(host)
    if isinstance(port, int):
        if not -(1 << 63) <= port < 1 << 63:
            raise OverflowError("Python int too large to convert to C long")
        port = str(port)
    elif isinstance(port, bytes):
        port = port.decode()
    elif not isinstance(port, str) and port is not None:
        raise OSError("Int or String expected")
    # A port that is no text raises UnicodeEncodeError, as it does where C asks for its bytes.
    if port is not None and len(port.encode()) > MAX_SERVICE:
        raise gaierror(-8, "Servname not supported for ai_socktype")
    if numeric := _numeric(host, port, family, type, proto, flags):
        return numeric
    value, _ = calls.call({"getaddrinfo": {
        "host": host, "port": port, "family": c_int(family), "kind": c_int(type),
        "proto": c_int(proto), "flags": c_int(flags),
    }})
    return [
        (
            found["family"], found["kind"], found["proto"], found["canonical"],
            from_wire(found["address"]),
        )
        for found in value["address_info"]
    ]


def _numeric(host, port, family, kind, proto, flags):
    """What needs no resolver: an address in digits, a port in digits, a type that is known."""
    try:
        address = ipaddress.ip_address(host)
        port = int(port or 0)
    except ValueError:
        return None
    found = AF_INET if address.version == 4 else AF_INET6
    if family not in (0, found) or kind not in KINDS or proto not in (0, KINDS[kind]) \
            or flags & NUMBERS["AI_CANONNAME"] or getattr(address, "scope_id", None):
        return None
    where = (str(address), port) if found == AF_INET else (str(address), port, 0, 0)
    return [(found, kind, KINDS[kind], "", where)]


def _addresses(host, family=AF_INET):
    host = _host(host)
    if host == "":
        return ["0.0.0.0"]
    if host == "<broadcast>":
        return ["255.255.255.255"]
    found = getaddrinfo(host, None, family, NUMBERS["SOCK_STREAM"])
    return [address[0] for *_, address in found]


def gethostbyname(host, /):
    return _addresses(host)[0]


def gethostbyname_ex(host, /):
    return host, [], _addresses(host)


def gethostbyaddr(host, /):
    address = ipaddress.ip_address(_addresses(host, 0)[0])
    if address.is_loopback:
        return "localhost", [], [str(address)]
    raise herror(1, "Unknown host")


def gethostname():
    return HOST


def sethostname(name, /):
    raise os_error("EPERM")


def getnameinfo(address, flags, /):
    if not isinstance(address, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    host, port = address[:2]
    flags = operator.index(flags)
    name, service = host, str(port)
    if not flags & NUMBERS["NI_NUMERICHOST"]:
        try:
            name = gethostbyaddr(host)[0]
        except herror:
            if flags & NUMBERS["NI_NAMEREQD"]:
                raise gaierror(-2, "Name or service not known") from None
    if not flags & NUMBERS["NI_NUMERICSERV"]:
        service = next((name for name, number in SERVICES.items() if number == service), service)
    return name, service


def getservbyname(name, protocol=None, /):
    if name in SERVICES and protocol in (None, "tcp", "udp"):
        return int(SERVICES[name])
    raise OSError("service/proto not found")


def getservbyport(port, protocol=None, /):
    if not 0 <= port <= 65535:
        raise OverflowError("getservbyport: port must be 0-65535.")
    for name, number in SERVICES.items():
        if int(number) == port and protocol in (None, "tcp", "udp"):
            return name
    raise OSError("port/proto not found")


def getprotobyname(name, /):
    if name in PROTOCOLS:
        return PROTOCOLS[name]
    raise OSError("protocol not found")


def if_nameindex():
    return [(1, "lo")]


def if_nametoindex(name, /):
    if name == "lo":
        return 1
    raise os_error("ENODEV")


def if_indextoname(index, /):
    if index == 1:
        return "lo"
    raise os_error("ENXIO")


def inet_aton(text, /):
    """inet_aton(3): one to four numbers, decimal, octal or hexadecimal; the last fills the rest."""
    try:
        parts = [
            int(part, 16 if part[:2].lower() == "0x" else 8 if part[:1] == "0" else 10)
            for part in text.split(".")
        ]
        *bytes_, last = parts
        room = 4 - len(bytes_)
        return bytes(bytes_) + last.to_bytes(room, "big")
    except (ValueError, OverflowError):
        raise OSError("illegal IP address string passed to inet_aton") from None


def inet_ntoa(packed, /):
    packed = bytes(packed)
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(map(str, packed))


def inet_pton(family, text, /):
    kinds = {AF_INET: ipaddress.IPv4Address, AF_INET6: ipaddress.IPv6Address}
    if family not in kinds:
        raise os_error("EAFNOSUPPORT")
    try:
        return kinds[family](text).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(family, packed, /):
    packed = bytes(packed)
    if family == AF_INET:
        if len(packed) != 4:
            raise ValueError("invalid length of packed IP address string")
        return inet_ntoa(packed)
    if family == AF_INET6:
        if len(packed) != 16:
            raise ValueError("invalid length of packed IP address string")
        address = ipaddress.IPv6Address(packed)
        return f"::ffff:{address.ipv4_mapped}" if address.ipv4_mapped else str(address)
    raise ValueError(f"unknown address family {family}")


def _swapped(name, size):
    def swap(value, /):
        value = operator.index(value)
        if value < 0:
            raise OverflowError(f"{name}: can't convert negative Python int to C {size * 8}-bit unsigned integer")
        if value >> size * 8:
            raise OverflowError(f"{name}: Python int too large to convert to C {size * 8}-bit unsigned integer")
        return int.from_bytes(value.to_bytes(size, "little"), "big")

    swap.__name__ = name
    return swap


htons, ntohs = _swapped("htons", 2), _swapped("ntohs", 2)
htonl, ntohl = _swapped("htonl", 4), _swapped("ntohl", 4)
