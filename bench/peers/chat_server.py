"""A group chat server with a thread for each client, as the tutorials build it in their last stage."""

import socket
import sys
import threading
from datetime import datetime

clients = {}
lock = threading.Lock()


def lines(sock):
    """Each line of a client, until it has gone in whatever way."""
    try:
        yield from sock.makefile("rb")
    except OSError:
        pass


def serve(sock, address):
    for line in lines(sock):
        stamp = f"{datetime.now():%Y/%m/%d %H:%M:%S} {address[0]}:{address[1]}\n"
        message = stamp.encode() + line
        with lock:
            everyone = list(clients.values())
        for client in everyone:
            try:
                client.sendall(message)
            except OSError:
                pass
    with lock:
        clients.pop(address, None)
    sock.close()


server = socket.create_server(("127.0.0.1", 0), backlog=1024)
print("listening on", server.getsockname()[1], flush=True)
while True:
    sock, address = server.accept()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with lock:
        clients[address] = sock
    threading.Thread(target=serve, args=(sock, address), daemon=True).start()
