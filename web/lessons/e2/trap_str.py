import socket

HOST = "127.0.0.1"
PORT = 7788


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        text = input("message: ")
        # zh: 陷阱：send 只要 bytes，给它 str 会抛出 TypeError。
        # en: The trap: send takes bytes; a str raises TypeError.
        client.send(text)
        print(client.recv(1024))


if __name__ == "__main__":
    main()
