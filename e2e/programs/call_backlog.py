"""listen(0) queues one connection, listen(2) three: Linux takes backlog + 1."""
import socket

for backlog in (0, 1, 2):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(backlog)
        clients = []
        connected = 0
        for _ in range(backlog + 2):
            client = socket.socket()
            client.settimeout(0.3)
            clients.append(client)
            try:
                client.connect(server.getsockname())
                connected += 1
            except TimeoutError:
                pass
        print(f"listen({backlog}): {connected} connected")
        for client in clients:
            client.close()
