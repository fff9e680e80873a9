"""recv cuts at bytes: half a character raises UnicodeDecodeError; a decoder keeps it."""
import codecs
import socket

left, right = socket.socketpair()
data = "你好".encode()
left.sendall(data)
first = right.recv(4)
try:
    first.decode()
except UnicodeDecodeError as error:
    print(error)
print(ascii(first.decode(errors="replace")), ascii(first.decode(errors="ignore")))
decoder = codecs.getincrementaldecoder("utf-8")()
print(decoder.decode(first), decoder.getstate())
print(decoder.decode(right.recv(4)), decoder.getstate())
left.close()
right.close()
