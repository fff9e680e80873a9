import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        input(f"bound to {server.getsockname()}. Enter calls listen ")
        # zh: 从这里起，它从主动套接字变成被动套接字：只能接受，不能再去连别人。
        # en: From here on it is passive: it takes connections and cannot connect.
        server.listen()
        input("listening. Enter ends ")


if __name__ == "__main__":
    main()
