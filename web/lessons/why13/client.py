import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        # zh: 本想“不要等太久”，但 0 的意思是“完全不等”。
        # en: Meant as "do not wait long"; but 0 means "do not wait at all".
        client.settimeout(0)
        try:
            client.connect((HOST, PORT))
            print("connect succeeded")
        except OSError as error:
            print(f"connect: {type(error).__name__}, errno {error.errno}, {error.strerror}")
        input("Enter asks for the peer ")
        try:
            print(f"connected to {client.getpeername()} all the same")
        except OSError as error:
            print(f"not connected: errno {error.errno}")


if __name__ == "__main__":
    main()
