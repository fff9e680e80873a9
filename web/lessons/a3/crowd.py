import socket

HOST = "127.0.0.1"
PORT = 50000
COUNT = 20


def main() -> None:
    clients = []
    for number in range(1, COUNT + 1):
        client = socket.create_connection((HOST, PORT))
        clients.append(client)
        client.sendall(f"client {number}".encode())
        print(client.recv(1024).decode())
    # zh: 现在所有连接都开着，而服务器仍只有一个线程。
    # en: All connections are open now, and the server still has one thread.
    input(f"{COUNT} clients connected. Enter closes them all ")
    for client in clients:
        client.close()


if __name__ == "__main__":
    main()
