import socket

HOST = "127.0.0.1"
PORT = 6971
MESSAGES = ["first", "第二条", "third"]


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        # zh: 换行就是边界，所以消息里面不能再有换行。
        # en: The newline is the boundary, so no message may contain one.
        for message in MESSAGES:
            client.sendall(f"{message}\n".encode())
            print(f"sent {message!r} and a newline")


if __name__ == "__main__":
    main()
