import socketserver
import threading

HOST = "127.0.0.1"
PORT = 8888

# zh: 只有一个键盘：拿到锁的线程才可以问操作员，别的客户端等着。
# en: There is one keyboard: the thread with the lock asks, other clients wait.
keyboard = threading.Lock()


class OperatorHandler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        client_port = self.client_address[1]
        text = self.request.recv(1024).decode().strip()
        print(f"client on port {client_port} says {text!r}")
        with keyboard:
            reply = input(f"reply to {client_port}: ")
        self.request.sendall(reply.encode())
        if reply == "shutdown":
            # zh: 让 serve_forever 返回。必须从别的线程调用：在 serve_forever
            # en: Makes serve_forever return. Call it from another thread only:
            # zh: 自己的线程里调用，它会永远等自己。
            # en: in serve_forever's own thread it would wait for itself for ever.
            self.server.shutdown()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


def main() -> None:
    with Server((HOST, PORT), OperatorHandler) as server:
        print(f"listening on {server.server_address}, reply shutdown to stop")
        server.serve_forever()
        print("serve_forever returned")


if __name__ == "__main__":
    main()
