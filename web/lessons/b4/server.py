import socketserver
import threading

HOST = "localhost"
PORT = 6971


class UpperHandler(socketserver.BaseRequestHandler):
    # zh: 每个客户端一个线程，各建一个处理器对象；self.request 就是 accept 得到的套接字。
    # en: One thread and one handler object a client; self.request is what accept gave.
    def handle(self) -> None:
        thread = threading.current_thread().name
        print(f"joined {self.client_address} in {thread}")
        while data := self.request.recv(1024):
            print(f"{self.client_address[1]}: {data!r}")
            self.request.sendall(data.upper())
        print(f"left {self.client_address}")


class Server(socketserver.ThreadingTCPServer):
    # zh: 库替你调用 setsockopt(SO_REUSEADDR)；listen 的 backlog 是 request_queue_size。
    # en: The library calls setsockopt(SO_REUSEADDR); listen takes request_queue_size.
    allow_reuse_address = True
    request_queue_size = 5
    daemon_threads = True


def main() -> None:
    # zh: 这一行里已经有 socket、bind、listen 三个调用。
    # en: This one line makes three calls: socket, bind, listen.
    with Server((HOST, PORT), UpperHandler) as server:
        print(f"listening on {server.server_address}")
        # zh: 这里面是 accept 的循环：先等监听套接字可读，再 accept，再开线程。
        # en: In here is the accept loop: wait till readable, accept, start a thread.
        server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
