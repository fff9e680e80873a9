import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        members = [server.accept()[0] for _ in range(3)]
        for number in range(3):
            input(f"Enter sends m{number} to all ")
            # zh: try 在循环外面：一个成员出错，后面的就都轮不到了。
            # en: The try is around the loop: once a member fails, those after it have no turn.
            try:
                for member in members:
                    member.send(f"m{number}".encode())
                print(f"m{number}: sent")
            except OSError as error:
                print(f"m{number}: {type(error).__name__}")
        for member in members:
            member.close()


if __name__ == "__main__":
    main()
