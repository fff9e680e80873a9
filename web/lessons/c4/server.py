import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, address = server.accept()
        print(f"accepted {address}")
        # zh: 读和写各用一个文件对象。合成一个 "rw" 时，旧版本的 Python（如 3.11）
        # en: One file to read and one to write: with a single "rw" file older Pythons
        # zh: 一写就会丢掉已经预读、还没交出的文字。
        # en: (such as 3.11) lose at a write the text that was read ahead.
        reader = conn.makefile("r", encoding="utf-8")
        writer = conn.makefile("w", encoding="utf-8")
        with conn, reader, writer:
            # zh: 读满 10 个字符才返回（换行也算一个）；不够就继续阻塞。
            # en: Returns with 10 characters (a newline is one), blocks while fewer came.
            print(f"read(10) returned {reader.read(10)!r}")
            while line := reader.readline():
                print(f"readline returned {line!r}")
                if line.strip() == "quit":
                    break
                writer.write(f"Return your msg: {line}")
                # zh: write 只写进缓冲区，flush 才真正 send。
                # en: write only fills the buffer; flush is what sends.
                writer.flush()
        print("closed")


if __name__ == "__main__":
    main()
