"""shutdown wakes a thread blocked in recv: it gets b''."""
import socket
import threading

with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
started = threading.Event()


def read() -> None:
    started.set()
    print("recv", client.recv(10))


thread = threading.Thread(target=read)
thread.start()
started.wait()
client.shutdown(socket.SHUT_RDWR)
thread.join()
print("the peer reads", conn.recv(10))
client.close()
conn.close()
