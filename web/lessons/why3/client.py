import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        client.settimeout(2)
        try:
            print(f"before any send: recv returned {client.recv(1024)!r}")
        except TimeoutError:
            print("before any send: nothing came for 2 seconds")
            client.sendall(b"GET")
            print(f"after send: recv returned {client.recv(1024)!r}")


if __name__ == "__main__":
    main()
