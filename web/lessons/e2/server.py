import socket

HOST = "127.0.0.1"
PORT = 7788


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(128)
        print(f"listening on {HOST}:{PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address}")
            while data := conn.recv(1024):
                # zh: 先解码成 str 再比较：bytes 永远不等于 str。
                # en: Decode to str before comparing: bytes never equal str.
                text = data.decode().strip()
                print(f"received {text!r}")
                if text == "拜拜":
                    conn.send("over".encode())
                    break
                conn.send("服务器已经收到你的信息".encode())
        print("closed")


if __name__ == "__main__":
    main()
