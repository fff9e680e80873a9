"""settimeout: recv, accept and recvfrom raise TimeoutError, which is socket.timeout."""
import socket

print(socket.timeout is TimeoutError, issubclass(TimeoutError, OSError))
with socket.create_server(("127.0.0.1", 0)) as server:
    server.settimeout(0.05)
    try:
        server.accept()
    except TimeoutError as error:
        print("accept", error, error.errno)
    with socket.create_connection(server.getsockname()) as client:
        client.settimeout(0.05)
        try:
            client.recv(1)
        except TimeoutError as error:
            print("recv", error, error.errno)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    udp.bind(("127.0.0.1", 0))
    udp.settimeout(0.05)
    try:
        udp.recvfrom(1)
    except socket.timeout as error:
        print("recvfrom", error)
