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
            # zh: 读到结尾为止：recv 返回空字节，才算收完。
            # en: Reads to the end: all is received when recv returns empty bytes.
            request = b""
            while data := conn.recv(1024):
                print(f"received {data!r}, reading on")
                request += data
            print("end of the request")
            conn.sendall(request.upper())


if __name__ == "__main__":
    main()
