import socket

HOST = "127.0.0.1"
PORT = 9008


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        while True:
            text = input("message: ")
            client.sendall(text.encode())
            if text == "byebye":
                break
            reply = client.recv(1024).decode()
            print(f"server says {reply!r}")
            if reply in ("byebye", ""):
                break


if __name__ == "__main__":
    main()
