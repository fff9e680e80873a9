"""Kinds of sockets that the kernel does not make."""
import errno
import socket

for family, kind in (
    (socket.AF_INET, socket.SOCK_RDM),
    (socket.AF_INET, socket.SOCK_SEQPACKET),
    (socket.AF_UNIX, socket.SOCK_RDM),
):
    try:
        socket.socket(family, kind).close()
        print(family.name, kind.name, "made")
    except OSError as error:
        print(family.name, kind.name, errno.errorcode[error.errno])
