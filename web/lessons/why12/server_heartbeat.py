import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            # zh: 约定：客户端每秒报一次平安；2 秒没有消息，就当它不在了。
            # en: Agreed: the client sends a beat every second; 2 silent seconds mean that it is gone.
            conn.settimeout(2)
            try:
                while data := conn.recv(1024):
                    print(f"alive: {data!r}")
                print("recv returned b''")
            except TimeoutError:
                print("silent for 2 s: given up")


if __name__ == "__main__":
    main()
