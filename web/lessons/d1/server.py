import socket

HOST = "127.0.0.1"
PORT = 8888


def main() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(5)
    print(f"listening on {HOST}:{PORT}")
    conn, (_, client_port) = server.accept()
    text = conn.recv(1024).decode()
    print(f"client on port {client_port} says {text!r}")
    reply = input("reply: ")
    # zh: sendall 发完全部字节才返回，返回 None。
    # en: sendall returns when every byte is taken, and returns None.
    result = conn.sendall(reply.encode())
    print(f"sendall returned {result}")
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
