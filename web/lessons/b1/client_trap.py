import socket

HOST = "127.0.0.1"
PORT = 6971


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        while True:
            text = input(">>> ").strip()
            # zh: 陷阱：没有跳过空输入。send(b'') 返回 0，一个字节也没有上路，
            # en: The trap: empty input is not skipped. send(b'') returns 0 and not one
            # zh: 服务器的 recv 继续等；我们的 recv 也在等。谁也不会先动。
            # en: byte leaves. The server's recv still waits, and so does ours: for ever.
            sent = client.send(text.encode())
            print(f"send took {sent} bytes, now recv")
            reply = client.recv(1024)
            if not reply:
                print("the server has closed")
                break
            print(reply.decode())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("interrupted in recv")
