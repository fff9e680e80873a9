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
        # zh: makefile 替我们攒字节：凑成一整行才交出来。
        # en: makefile gathers the bytes for us and hands out whole lines.
        with conn, conn.makefile("r", encoding="utf-8", newline="\n") as lines:
            print(f"accepted {address}")
            input("Enter starts receiving ")
            for line in lines:
                print(f"line {line!r}")


if __name__ == "__main__":
    main()
