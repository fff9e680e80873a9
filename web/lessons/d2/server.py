import socket

HOST = "127.0.0.1"
PORT = 9008


def talk(conn: socket.socket, client_port: int) -> None:
    while data := conn.recv(1024):
        text = data.decode().strip()
        print(f"{client_port}: {text}")
        if text == "byebye":
            break
        reply = input("reply: ")
        conn.sendall(reply.encode())
        if reply == "byebye":
            break


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(5)
        print(f"listening on {HOST}:{PORT}")
        while True:
            # zh: 别的客户端早已连上，只是在队列里等着轮到自己。
            # en: Other clients have long connected; they queue for their turn.
            conn, (_, client_port) = server.accept()
            with conn:
                print(f"accepted {client_port}")
                talk(conn, client_port)
            print(f"finished with {client_port}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
