import socket

HOST = "127.0.0.1"
PORT = 6971
MESSAGES = ["first", "second", "third"]


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        for message in MESSAGES:
            client.sendall(message.encode())
            # zh: 每条消息都要等一个来回，这是它的代价。
            # en: Every message waits for a round trip: that is the price.
            answer = client.recv(1024)
            print(f"sent {message!r}, answer {answer!r}")


if __name__ == "__main__":
    main()
