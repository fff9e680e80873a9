import socket
import time

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.connect((HOST, PORT))
        client.settimeout(1)
        while True:
            try:
                client.send(b"hello")
                print(f"answered {client.recv(1024)!r}")
                return
            except (TimeoutError, ConnectionRefusedError, ConnectionResetError) as error:
                # zh: 对方还没有来，但套接字没有坏：过一会儿再发。
                # en: Nobody is there yet, but the socket is not broken: send again later.
                print(f"{type(error).__name__}, sending again")
                time.sleep(0.5)


if __name__ == "__main__":
    main()
