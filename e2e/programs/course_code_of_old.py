# -*- coding: utf-8 -*-
"""Course code as it was written: % formats, flags, sys.exit, everything at top level."""
import socket
import sys
import threading

ip_port = ("127.0.0.1", 0)
sk = socket.socket()
sk.bind(ip_port)
sk.listen(5)


def client():
    s = socket.socket()
    s.connect(sk.getsockname())
    for inp in ["hello", "", "拜拜"]:
        if len(inp) == 0:
            continue
        s.sendall(bytes(inp, encoding="utf8"))
        ret = str(s.recv(1024), encoding="utf8")
        print("client: %s -> %s" % (inp, ret))
        if ret == "over":
            break
    s.close()


t = threading.Thread(target=client)
t.start()
conn, addr = sk.accept()
flag = True
while flag:
    data = conn.recv(1024)
    if str(data, encoding="utf8") == "拜拜":
        conn.send(bytes("over", encoding="utf8"))
        flag = False
    else:
        conn.send(bytes("服务器已经收到你的信息", encoding="utf8"))
conn.close()
sk.close()
t.join()
sys.exit(0)
