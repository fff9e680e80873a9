import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            # zh: 在按回车之前，到达的字节都在内核的接收缓冲区里等着。
            # en: Until Enter is pressed, all that arrives waits in the kernel's receive buffer.
            input("Enter reads ")
            with conn:
                while data := conn.recv(16):
                    print(f"{len(data)} bytes: {data!r}")
            print(f"left {address}")


if __name__ == "__main__":
    try:
        main()
    except (KeyboardInterrupt, EOFError):
        print("stopped")
