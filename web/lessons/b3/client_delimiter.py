import socket

HOST = "127.0.0.1"
PORT = 6971
DELIMITER = b"<END>"
MESSAGES = ["first", "two\nlines", "第三条"]


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        for message in MESSAGES:
            client.sendall(message.encode() + DELIMITER)
            print(f"sent {message!r} and the delimiter")


if __name__ == "__main__":
    main()
