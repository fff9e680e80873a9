import socket

HOST = "127.0.0.1"
PORTS = (9998, 9999)


def main() -> None:
    for port in PORTS:
        # zh: 哪个服务器在运行，就连哪个。
        # en: Connects to whichever server is running.
        with socket.socket() as client:
            if client.connect_ex((HOST, port)) == 0:
                print(f"port {port}: recv returned {client.recv(1024)!r}, the server closed first")
                return
            print(f"port {port}: nobody listens")


if __name__ == "__main__":
    main()
