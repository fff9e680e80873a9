"""concurrent.futures: clients and handlers on a pool of threads."""
import socket
from concurrent.futures import ThreadPoolExecutor, wait


def handle(conn: socket.socket) -> int:
    with conn:
        data = conn.recv(1024)
        conn.sendall(data * 2)
        return len(data)


def ask(address: tuple[str, int], text: str) -> bytes:
    with socket.create_connection(address) as client:
        client.sendall(text.encode())
        return client.recv(1024)


with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(8) as pool:
    address = server.getsockname()
    answers = [pool.submit(ask, address, "ab" * n) for n in range(1, 5)]
    handled = [pool.submit(handle, server.accept()[0]) for _ in answers]
    print(wait(handled).not_done, sorted(future.result() for future in handled))
    print([future.result() for future in answers])
    failing = pool.submit(address[0].index, "x")
    print(type(failing.exception()).__name__)
