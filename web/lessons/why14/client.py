import errno
import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    with socket.socket() as client:
        client.setblocking(False)
        for number in (1, 2, 3):
            result = client.connect_ex((HOST, PORT))
            name = errno.errorcode.get(result, "connected")
            print(f"connect_ex {number} returned {result}: {name}")
            input("Enter calls on ")


if __name__ == "__main__":
    main()
