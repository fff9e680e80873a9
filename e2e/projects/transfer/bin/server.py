import hashlib
import os
import socket
import sys

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(BASE)

from core.protocol import recv_exactly, recv_head, send_head

server = socket.create_server(("127.0.0.1", 0))
print("port", server.getsockname()[1], flush=True)
conn, _ = server.accept()
head = recv_head(conn)
data = recv_exactly(conn, head["size"])
folder = os.path.join(BASE, "received")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, head["name"]), "wb") as file:
    file.write(data)
digest = hashlib.sha256(data).hexdigest()
print(head, digest)
send_head(conn, {"digest": digest})
conn.close()
server.close()
