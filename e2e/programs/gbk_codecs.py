"""GBK and UTF-8: sizes, mojibake, half a character, what GBK lacks."""
import codecs
import socket

left, right = socket.socketpair()
for encoding in ("gbk", "gb18030", "utf-8"):
    left.sendall("瓜子 4.5".encode(encoding))
    print(encoding, right.recv(100).hex(" "))
left.sendall("瓜子\n".encode())
print(right.recv(100).decode("gbk").strip())
left.sendall("西瓜".encode("gbk"))
decoder = codecs.getincrementaldecoder("gbk")()
print([decoder.decode(right.recv(1)) for _ in range(4)])
try:
    b"\xb9\xcf\xd7".decode("gbk")
except UnicodeDecodeError as error:
    print(error)
try:
    "€😀".encode("gbk")
except UnicodeEncodeError as error:
    print(error.encoding, error.start, error.reason)
print("😀".encode("gb18030"), b"\xb9\xcf\xd7".decode("gbk", "replace") == "瓜\ufffd")
file = right.makefile("r", encoding="gbk")
left.sendall("矿泉水\n".encode("gbk"))
print(file.readline().strip())
