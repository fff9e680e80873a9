"""UDP: sendto, recvfrom and recvfrom_into; boundaries survive, long ones are cut."""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for message in (b"one", b"", b"three four"):
    print("sendto", client.sendto(message, server.getsockname()))
for size in (100, 100, 5):
    data, address = server.recvfrom(size)
    print(data, address[1] == client.getsockname()[1])
buffer = bytearray(8)
client.sendto(b"again", server.getsockname())
size, address = server.recvfrom_into(buffer)
print(size, buffer)

client.connect(server.getsockname())
client.send(b"connected")
print(server.recv(100), client.getpeername() == server.getsockname())
server.sendto(b"answer", address)
print(client.recv(100))
server.close()
client.close()
