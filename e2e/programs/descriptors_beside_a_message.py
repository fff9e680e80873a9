"""Descriptors are sent beside a message, and are other names of the same sockets."""
import array
import socket

one, other = socket.socketpair()
left, right = socket.socketpair()
print(socket.send_fds(one, [b"take ", b"this"], [left.fileno(), right.fileno()]))
data, descriptors, flags, address = socket.recv_fds(other, 100, 2)
print(data, len(descriptors), flags, left.fileno() in descriptors)
left.close()
right.close()
left, right = (socket.socket(fileno=fd) for fd in descriptors)
left.sendall(b"still open")
print(right.recv(100), left.family.name)

print(one.sendmsg([b"too many"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [left.fileno(), right.fileno()]))]))
data, beside, flags, _ = other.recvmsg(100, socket.CMSG_LEN(4))
print(data, len(beside), len(beside[0][2]), flags == socket.MSG_CTRUNC)
socket.socket(fileno=array.array("i", beside[0][2])[0]).close()
print(one.sendmsg([b"plain"]), other.recvmsg(100, 100))
try:
    socket.send_fds(one, [b"x"], [12345])
except OSError as error:
    print(error)
for sock in (one, other, left, right):
    sock.close()
