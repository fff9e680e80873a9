import socket

PORT = 9999


def main() -> None:
    with socket.create_server(("", PORT)) as server:
        print(f"listening on port {PORT}")
        conn, _ = server.accept()
        with conn:
            print(f"received {conn.recv(1024)!r}")
            # zh: 等下一条消息；主机重启以后，它到不了这里。
            # en: Waits for the next message; once the host was restarted, none reaches it.
            print(f"received {conn.recv(1024)!r}")


if __name__ == "__main__":
    main()
