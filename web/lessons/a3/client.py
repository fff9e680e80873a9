import socket

HOST = "127.0.0.1"
PORT = 50000


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        print(f"connected from {client.getsockname()}")
        while True:
            text = input(">>> ")
            if text == "exit":
                break
            client.sendall(text.encode())
            reply = client.recv(1024)
            if not reply:
                print("recv returned b'': the server has closed")
                break
            print(reply.decode())


if __name__ == "__main__":
    main()
