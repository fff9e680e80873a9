import select
import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        watched = [server]
        try:
            while True:
                readable, _, _ = select.select(watched, [], [])
                for sock in readable:
                    if sock is server:
                        conn, address = server.accept()
                        watched.append(conn)
                        print(f"joined {address}, watching {len(watched)}")
                        continue
                    try:
                        data = sock.recv(1024)
                    except ConnectionResetError:
                        data = b""
                    if data:
                        sock.sendall(data)
                        continue
                    # zh: b'' 就是对方关闭了：不再监视它，并关闭它。
                    # en: b'' means that the peer has closed: watch it no longer, and close it.
                    watched.remove(sock)
                    sock.close()
                    print(f"left, watching {len(watched)}")
        except KeyboardInterrupt:
            print("stopped")
        finally:
            for sock in watched[1:]:
                sock.close()


if __name__ == "__main__":
    main()
