import socket
import threading

HOST = "127.0.0.1"
PORT = 9999


def read(client: socket.socket) -> None:
    while data := client.recv(1024):
        print(f"recv returned {data!r}")
    print("recv returned b'': the end")


def main() -> None:
    client = socket.create_connection((HOST, PORT))
    reader = threading.Thread(target=read, args=(client,))
    reader.start()
    input("Enter calls shutdown ")
    # zh: 先叫醒 recv（它返回 b''），等线程结束，再 close。
    # en: First wake recv, which returns b''; wait for the thread; then close.
    try:
        client.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the server has gone already
    reader.join()
    client.close()
    print("closed after shutdown")


if __name__ == "__main__":
    main()
