import socket
import threading
import time

HOST = "127.0.0.1"
PORT = 9999


def receive(conn: socket.socket) -> None:
    while data := conn.recv(1024):
        print(f"received {data!r}")
    print("recv returned b''")


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            receiver = threading.Thread(target=receive, args=(conn,))
            receiver.start()
            time.sleep(3)
            # zh: 另一个线程替你看着：recv 还在等吗？
            # en: Another thread looks for you: does recv still wait?
            print("after 3 s recv " + ("still waits" if receiver.is_alive() else "has returned"))
            receiver.join()


if __name__ == "__main__":
    main()
