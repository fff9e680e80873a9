"""select.select: one thread, a listener and its clients."""
import select
import socket
import threading


def ask(address: tuple[str, int], word: str, answers: dict[str, bytes]) -> None:
    with socket.create_connection(address) as client:
        client.sendall(word.encode())
        answers[word] = client.recv(100)


answers: dict[str, bytes] = {}
with socket.create_server(("127.0.0.1", 0)) as server:
    words = ("red", "green", "blue")
    for word in words:
        threading.Thread(target=ask, args=(server.getsockname(), word, answers)).start()
    conns: list[socket.socket] = []
    left = 0
    while left < len(words):
        readable, _, _ = select.select([server, *conns], [], [])
        for sock in readable:
            if sock is server:
                conns.append(server.accept()[0])
            elif data := sock.recv(100):
                sock.sendall(data.title())
            else:
                conns.remove(sock)
                sock.close()
                left += 1
print(sorted(answers.items()))
