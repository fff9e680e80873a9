import socket
import time

HOST = "127.0.0.1"
PORT = 6971
MESSAGES = ["first", "second", "third"]


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        input("Enter starts sending ")
        for message in MESSAGES:
            client.sendall(message.encode())
            print(f"sent {message!r}")
            # zh: 指望对方在这段时间里 recv 完。对方慢一点，照样粘在一起。
            # en: Hopes that the peer calls recv meanwhile. If it is slower, they stick.
            time.sleep(1)


if __name__ == "__main__":
    main()
