"""makefile in text: read(n) counts characters, lines in any newline, flush sends."""
import socket

left, right = socket.socketpair()
out = left.makefile("w", encoding="utf-8")
lines = right.makefile("r", encoding="utf-8")
with out, lines:
    out.write("你好，世界\nsecond line\r\nlast")
    out.flush()
    print(lines.read(2), repr(lines.readline()), repr(lines.readline()))
    print(lines.readable(), lines.writable(), lines.encoding)
    left.shutdown(socket.SHUT_WR)
    print(list(lines), repr(lines.readline()))
left.close()
right.close()
