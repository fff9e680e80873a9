"""Requests and answers as JSON, a line each."""
import json
import socket
import threading


def serve(sock: socket.socket) -> None:
    with sock, sock.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            try:
                request = json.loads(line)
                answer = {"sum": sum(request["numbers"])}
            except (ValueError, KeyError) as error:
                answer = {"error": type(error).__name__}
            sock.sendall((json.dumps(answer) + "\n").encode())


left, right = socket.socketpair()
thread = threading.Thread(target=serve, args=(right,))
thread.start()
answers = left.makefile("r", encoding="utf-8")
for request in ('{"numbers": [1, 2, 3]}', "no json", '{"letters": []}'):
    left.sendall(f"{request}\n".encode())
    print(json.loads(answers.readline()))
answers.close()
left.close()
thread.join()
