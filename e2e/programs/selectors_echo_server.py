"""selectors.DefaultSelector: callbacks in data, a non-blocking echo server."""
import selectors
import socket
import threading

selector = selectors.DefaultSelector()


def accept(server: socket.socket) -> None:
    conn, _ = server.accept()
    conn.setblocking(False)
    selector.register(conn, selectors.EVENT_READ, echo)


def echo(conn: socket.socket) -> None:
    if data := conn.recv(100):
        conn.sendall(data)
    else:
        selector.unregister(conn)
        conn.close()


def talk(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as client:
        for word in (b"one", b"two"):
            client.sendall(word)
            print(client.recv(100))


server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
selector.register(server, selectors.EVENT_READ, accept)
client = threading.Thread(target=talk, args=(server.getsockname(),))
client.start()
most = 0
while client.is_alive() or len(selector.get_map()) > 1:
    for key, _ in selector.select(timeout=0.05):
        key.data(key.fileobj)
    most = max(most, len(selector.get_map()))
client.join()
print("registered at most", most, "now", len(selector.get_map()))
selector.close()
server.close()
