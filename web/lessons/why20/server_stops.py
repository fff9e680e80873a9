import socket
import threading

HOST = "127.0.0.1"
PORT = 9999


def accept(server: socket.socket) -> None:
    try:
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            conn.close()
    except OSError as error:
        print(f"accept: {type(error).__name__}, errno {error.errno}")


def main() -> None:
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen()
    print(f"listening on {HOST}:{PORT}")
    thread = threading.Thread(target=accept, args=(server,))
    thread.start()
    input("Enter calls shutdown ")
    # zh: 监听套接字也一样：只 close 的话，accept 还会接受下一个客户端。
    # en: A listener is no different: with close alone, accept would still take the next client.
    server.shutdown(socket.SHUT_RDWR)
    thread.join()
    server.close()
    print("stopped")


if __name__ == "__main__":
    main()
