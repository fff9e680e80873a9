import socket

PORT = 9999
REQUEST = 200


def receive(conn: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            return b""
        data += piece
    return data


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            # zh: 整个请求到齐才回答，所以第一半没有回答可以捎带确认。
            # en: It answers a whole request, so nothing carries the first half's acknowledgement.
            while receive(conn, REQUEST):
                conn.sendall(b"ok")
        print("the client has closed")


if __name__ == "__main__":
    main()
