"""A server thread looks at an Event whenever its accept times out."""
import socket
import threading

stop = threading.Event()
ready = threading.Event()
served = []


def serve(server: socket.socket) -> None:
    server.settimeout(0.05)
    ready.set()
    while not stop.is_set():
        try:
            conn, _ = server.accept()
        except TimeoutError:
            continue
        with conn:
            served.append(conn.recv(10))


with socket.create_server(("127.0.0.1", 0)) as server:
    thread = threading.Thread(target=serve, args=(server,))
    thread.start()
    print("ready", ready.wait(5))
    for number in range(2):
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"%d" % number)
            print("closed by the server", client.recv(1))
    stop.set()
    thread.join()
print(served, thread.is_alive())
