import socket
import time

HOST = "127.0.0.1"
PORT = 9999


def attempt(when: str) -> None:
    with socket.socket() as client:
        client.settimeout(3)
        start = time.monotonic()
        try:
            client.connect((HOST, PORT))
        except ConnectionRefusedError as error:
            print(f"{when} listen: refused, errno {error.errno}")
        except TimeoutError:
            print(f"{when} listen: timed out")
        else:
            waited = time.monotonic() - start > 1
            print(f"{when} listen: connected {'after a wait' if waited else 'at once'}")


def main() -> None:
    attempt("before")
    input("Let the server call listen, then press Enter ")
    attempt("after")


if __name__ == "__main__":
    main()
