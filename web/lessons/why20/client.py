import socket
import threading

HOST = "127.0.0.1"
PORT = 9999


def read(client: socket.socket) -> None:
    try:
        print(f"recv returned {client.recv(1024)!r}")
    except OSError as error:
        print(f"recv: {type(error).__name__}, errno {error.errno}")


def main() -> None:
    client = socket.create_connection((HOST, PORT))
    reader = threading.Thread(target=read, args=(client,))
    reader.start()
    input("Enter calls close ")
    client.close()
    reader.join(1)
    print("the thread still waits" if reader.is_alive() else "the thread ended at once")
    # zh: 退出之前要等这个线程：程序“关不掉”。
    # en: The program waits for the thread before it exits: it does not end.
    reader.join()
    print("now the thread has ended")


if __name__ == "__main__":
    main()
