"""shutdown wakes a thread blocked in accept: it gets EINVAL."""
import errno
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))
started = threading.Event()


def accept() -> None:
    started.set()
    try:
        server.accept()
    except OSError as error:
        print("accept", errno.errorcode[error.errno])


thread = threading.Thread(target=accept)
thread.start()
started.wait()
server.shutdown(socket.SHUT_RDWR)
thread.join()
server.close()
