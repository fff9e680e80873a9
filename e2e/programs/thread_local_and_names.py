"""Threads have names, numbers and data of their own."""
import socket
import threading

mine = threading.local()
left, right = socket.socketpair()
done = threading.Event()
heard = threading.Event()


def read() -> None:
    mine.data = right.recv(10)
    current = threading.current_thread()
    print(current.name, mine.data, current.ident == threading.get_ident())
    heard.set()
    done.wait()


reader = threading.Thread(target=read, name="reader", daemon=True)
print(reader.is_alive(), reader.daemon, reader.ident)
reader.start()
left.send(b"hello")
heard.wait()
names = sorted(thread.name for thread in threading.enumerate())
print(names, threading.active_count(), hasattr(mine, "data"))
done.set()
reader.join()
print(reader.is_alive(), threading.main_thread() is threading.current_thread())
left.close()
right.close()
