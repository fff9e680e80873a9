import socket

# zh: '' 表示所有网卡（即 0.0.0.0）；中继默认只让本机连进来，
# en: '' means every interface (0.0.0.0). By default the relay lets only this machine
# zh: 要让别的机器也能连，用 --allow-bind any 启动它。
# en: connect; start it with --allow-bind any to let others in.
HOST = ""
PORT = 50000


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # zh: 让程序停止后能立即重新绑定同一个端口。
        # en: Lets the program bind the same port again right after it stopped.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(8)
        print(f"listening on port {PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address}")
            while True:
                data = conn.recv(512)
                # zh: 空字节表示对方已关闭连接，不是“收到一条空消息”。
                # en: Empty bytes mean the peer has closed; they are no empty message.
                if not data:
                    print("recv returned b'': the client has closed")
                    break
                text = data.decode()
                print(f"received {text!r}")
                conn.sendall(f"服务端接收到了信息 {text}".encode())


if __name__ == "__main__":
    main()
