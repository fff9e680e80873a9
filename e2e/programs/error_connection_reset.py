"""A peer that closes with SO_LINGER 0 sends RST: recv raises, then returns b''."""
import socket
import struct

with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()
    try:
        client.recv(10)
    except ConnectionResetError as error:
        print(type(error).__name__, error.errno, isinstance(error, ConnectionError))
    print(client.recv(10))
    client.close()
