import socket
import time

NAME = "\0socket-lab-why"


def main() -> None:
    kept = []
    for number in (1, 2, 3):
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(3)
        kept.append(client)
        start = time.monotonic()
        try:
            client.connect(NAME)
            print(f"connect {number}: connected")
        except OSError as error:
            waited = "after a wait" if time.monotonic() - start > 2 else "at once"
            print(f"connect {number}: {type(error).__name__}, errno {error.errno}, {waited}")
    for client in kept:
        client.close()


if __name__ == "__main__":
    main()
