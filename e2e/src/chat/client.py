"""A chat client told what to do line by line on standard input, answering in hex on standard output."""

import socket
import struct
import sys


def receive(sock, wanted):
    """Exactly so many bytes, or fewer at the end of the stream."""
    received = b""
    while len(received) < wanted:
        chunk = sock.recv(wanted - len(received))
        if not chunk:
            break
        received += chunk
    return received


sock = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print("{}:{}".format(*sock.getsockname()), flush=True)
for line in sys.stdin:
    word, _, argument = line.strip().partition(" ")
    if word == "send":
        sock.sendall(bytes.fromhex(argument))
    elif word == "receive":
        print(receive(sock, int(argument)).hex(), flush=True)
    elif word == "finish":
        sock.shutdown(socket.SHUT_WR)
    elif word == "reset":
        # With a linger time of zero, close sends RST instead of FIN.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
