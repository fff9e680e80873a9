"""select.poll: POLLIN, POLLOUT, POLLHUP; modify and unregister."""
import select
import socket

left, right = socket.socketpair()
poller = select.poll()
poller.register(right, select.POLLIN)
print(poller.poll(20))
left.send(b"x")
((number, events),) = poller.poll()
print(number == right.fileno(), events == select.POLLIN)
right.recv(1)
poller.modify(right, select.POLLOUT)
print([event == select.POLLOUT for _, event in poller.poll()])
poller.modify(right, select.POLLIN)
left.close()
((_, events),) = poller.poll()
print(bool(events & select.POLLIN), bool(events & select.POLLHUP))
poller.unregister(right)
print(poller.poll(20))
try:
    poller.unregister(right)
except KeyError as error:
    print(type(error).__name__)
right.close()
