import socket

HOST = "server"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        client.connect((HOST, PORT))
        client.sendall(b"one")
        input("connected. Restart the host server, then press Enter ")
        client.sendall(b"two")
        print("sendall took the bytes")
        client.settimeout(10)
        try:
            print(f"recv returned {client.recv(1024)!r}")
        except ConnectionResetError as error:
            print(f"reset by the peer: errno {error.errno}")
        except TimeoutError:
            print("nothing for 10 s")


if __name__ == "__main__":
    main()
