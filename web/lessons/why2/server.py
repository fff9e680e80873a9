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
            # zh: 四个汉字，UTF-8 里每个三个字节，共 12 个。
            # en: Four characters of three bytes each in UTF-8: twelve in all.
            conn.sendall("你好世界".encode())
            print("sent 12 bytes")


if __name__ == "__main__":
    main()
