import socket
import threading

HOST = "127.0.0.1"
PORT = 9999


def serve(conn: socket.socket) -> None:
    with conn:
        while data := conn.recv(1024):
            print(f"received {data!r}")
            conn.sendall(data.upper())
    print("a thread has ended")


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}, daemon threads")
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            # zh: 守护线程不会让解释器等它：主线程结束，程序就结束。
            # en: The interpreter does not wait for a daemon: the main thread's end is the program's.
            threading.Thread(target=serve, args=(conn,), daemon=True).start()


if __name__ == "__main__":
    main()
