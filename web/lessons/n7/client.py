import socket

HOST = "server"
PORT = 9999
DATA = b"x" * 200_000


def main() -> None:
    with socket.socket() as client:
        client.connect((HOST, PORT))
        client.sendall(DATA)
        client.shutdown(socket.SHUT_WR)
        # zh: 等服务器读完、关闭。
        # en: Waits until the server has read everything and closes.
        client.recv(1)
    print("done")


if __name__ == "__main__":
    main()
