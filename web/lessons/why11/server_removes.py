import socket

HOST = "127.0.0.1"
PORT = 9999


def broadcast(members: list[socket.socket], message: bytes) -> None:
    # zh: 遍历一份副本，因为循环里会移除成员；try 在循环里面。
    # en: Walks over a copy, because the loop removes members; the try is inside it.
    for member in list(members):
        try:
            member.sendall(message)
        except OSError as error:
            print(f"removed a member: {type(error).__name__}")
            members.remove(member)
            member.close()


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        members = [server.accept()[0] for _ in range(3)]
        for number in range(3):
            input(f"Enter sends m{number} to all ")
            broadcast(members, f"m{number}".encode())
            print(f"m{number}: sent, {len(members)} members")
        for member in members:
            member.close()


if __name__ == "__main__":
    main()
