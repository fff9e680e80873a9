"""Arguments that no message carries fail as ever, and the next call works."""

import socket

sock = socket.socket()
for what, *arguments in [
    (sock.connect, ("a" * 66_000, 1)),
    (sock.bind, ("a" * 1_025, 1)),
    (socket.getaddrinfo, "localhost", "x" * 300),
    (socket.getaddrinfo, "localhost", 2**70),
    (socket.socket(socket.AF_UNIX).bind, "x" * 108),
]:
    try:
        what(*arguments)
    except (OSError, OverflowError) as error:
        print(type(error).__name__, error, flush=True)
sock.settimeout(1)
print(sock.gettimeout())
