import socket

HOST = "127.0.0.1"
PORT = 6971


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(5)
        print(f"listening on {HOST}:{PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address}")
            # zh: 在你按回车之前不 recv：到达的字节都在内核的接收缓冲区里等。
            # en: No recv before you press Enter: what arrives waits in the receive buffer.
            input("Enter starts receiving ")
            count = 0
            while data := conn.recv(1024):
                count += 1
                print(f"recv {count}: {len(data)} bytes {data[:40]!r}")
            print(f"{count} recv calls in all")


if __name__ == "__main__":
    main()
