import socket

HOST = "127.0.0.1"
PORT = 6971


def main() -> None:
    message = b"A" * 1000 + b"B" * 1000 + b"C" * 1000
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        # zh: 只发一次，共 3000 字节；服务器的 recv(1024) 每次最多取 1024 字节。
        # en: One send of 3000 bytes; the server's recv(1024) takes 1024 at most.
        client.sendall(message)
        print(f"sent {len(message)} bytes at once")


if __name__ == "__main__":
    main()
