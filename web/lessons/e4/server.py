import socket

HOST = "127.0.0.1"
PORT = 9999
# zh: 改成 "gbk"，就和中文 Windows 上的调试助手说同一种编码。
# en: With "gbk" it speaks what such assistants speak on Chinese Windows.
ENCODING = "utf-8"


def answer(data: bytes) -> str:
    try:
        text = data.decode(ENCODING)
    except UnicodeDecodeError as error:
        print(f"UnicodeDecodeError: {error}")
        return f"{len(data)} 个字节，不是 {ENCODING}\n"
    print(f"text: {text}")
    return f"收到：{text}\n"


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            with conn:
                while data := conn.recv(1024):
                    print(f"{len(data)} bytes: {data.hex(' ')}")
                    conn.sendall(answer(data).encode(ENCODING))
            print(f"left {address}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
