import socket
import threading

HOST = "127.0.0.1"
PORT = 9999


def serve(conn: socket.socket) -> None:
    with conn:
        while data := conn.recv(1024):
            print(f"received {data!r}")
            conn.sendall(data.upper())


def main() -> None:
    conns, threads = [], []
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        try:
            while True:
                conn, address = server.accept()
                print(f"joined {address}")
                thread = threading.Thread(target=serve, args=(conn,))
                thread.start()
                conns.append(conn)
                threads.append(thread)
        except KeyboardInterrupt:
            print("closing")
    # zh: 收尾：叫醒每一个等在 recv 里的线程，再等它们结束。
    # en: The end: wake every thread that waits in recv, then wait for all of them.
    for conn in conns:
        try:
            conn.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # closed already
    for thread in threads:
        thread.join()
    print("all threads have ended")


if __name__ == "__main__":
    main()
