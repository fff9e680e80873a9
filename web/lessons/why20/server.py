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
        conn, address = server.accept()
        with conn:
            print(f"joined {address}")
            input("Enter sends hello ")
            # zh: 客户端的 FIN 到了，conn 就可读。
            # en: The client's FIN would make conn readable.
            readable, _, _ = select.select([conn], [], [], 0)
            print("FIN has come" if readable else "no FIN from the client")
            try:
                conn.sendall(b"hello")
                print(f"recv returned {conn.recv(1024)!r}")
            except OSError as error:
                print(f"{type(error).__name__}, errno {error.errno}")


if __name__ == "__main__":
    main()
