import socket

HOST = "127.0.0.1"
PORT = 9999
# zh: 就像一个加密的文件：这些字节不是文字。
# en: Like an encrypted file: these bytes are no text.
CONTENT = b"\xb5\xa2\x00\x01" * 256


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            # zh: 先发长度，再发内容：两次 send，中间没有边界。
            # en: First the size, then the content: two sends, and no border between.
            conn.sendall(str(len(CONTENT)).encode())
            conn.sendall(CONTENT)
            print("sent the size and the content")


if __name__ == "__main__":
    main()
