import socket
sock = socket.socket()
for address in ("127.0.0.1:80", ("127.0.0.1",), ("127.0.0.1", "80"), ("127.0.0.1", 65536), ("127.0.0.1", -1),
                (None, 80), (5, 80), ["127.0.0.1", 80], None, ("a\0b", 1)):
    for call in (sock.bind, sock.connect, sock.connect_ex):
        try:
            print(call(address))
        except Exception as error:
            print(type(error).__name__, error)
sock.close()
for wrong in (lambda: sock.settimeout(-1), lambda: sock.settimeout("1"), lambda: sock.listen("x"), lambda: sock.setblocking(),
              lambda: sock.shutdown("x"), lambda: socket.socket("x")):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__)
