import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            received = b""
            while data := conn.recv(1024):
                received += data
                # zh: 一个请求两个字节；收齐才应答。
                # en: A request has two bytes, and is answered when both are here.
                while len(received) >= 2:
                    received = received[2:]
                    conn.sendall(b"k")
        print("the client has closed")


if __name__ == "__main__":
    main()
