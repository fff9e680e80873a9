"""select: nothing, writable, readable, and readable at the end of the stream."""
import select
import socket

left, right = socket.socketpair()


def ready(timeout: float) -> tuple[int, int, int]:
    return tuple(len(each) for each in select.select([right], [right], [right], timeout))


print("fresh", ready(0))
print("nothing to read", select.select([right], [], [], 0.05))
left.send(b"x")
print("a byte", ready(1))
right.recv(1)
left.close()
print("closed", ready(1), right.recv(1))
print("by number", select.select([right.fileno()], [], [], 1)[0] == [right.fileno()])
right.close()
for wrong in ([right], ["text"], [-1]):
    try:
        select.select(wrong, [], [], 0)
    except (ValueError, TypeError, OSError) as error:
        print(type(error).__name__)
