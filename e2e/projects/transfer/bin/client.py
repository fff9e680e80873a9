import hashlib
import os
import socket
import sys

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(BASE)

from core.protocol import recv_head, send_head

port, path = int(sys.argv[1]), sys.argv[2]
with open(path, "rb") as file:
    data = file.read()
client = socket.create_connection(("127.0.0.1", port))
send_head(client, {"name": os.path.basename(path), "size": len(data)})
client.sendall(data)
print(recv_head(client)["digest"] == hashlib.sha256(data).hexdigest())
client.close()
