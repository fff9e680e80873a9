import socket

HOST = "127.0.0.1"
PORT = 7788


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        while True:
            text = input("message: ")
            if not text:
                continue
            client.send(text.encode())
            reply = client.recv(1024).decode()
            print(f"received {reply!r}")
            if reply in ("over", ""):
                break


if __name__ == "__main__":
    main()
