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
        print(f"listening on {HOST}:{PORT}, ordinary threads")
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            # zh: 普通线程：解释器退出之前要等它结束。
            # en: An ordinary thread: before it exits, the interpreter waits for it.
            threading.Thread(target=serve, args=(conn,)).start()


if __name__ == "__main__":
    main()
