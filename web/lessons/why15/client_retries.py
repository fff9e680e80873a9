import socket
import time

NAME = "\0socket-lab-why"


def connect(seconds: float) -> socket.socket:
    # zh: 队列满了就歇一会儿再试，直到时间用完。
    # en: While the queue is full, pauses and tries again, until the time is up.
    deadline = time.monotonic() + seconds
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(3)
    while True:
        try:
            client.connect(NAME)
            return client
        except BlockingIOError:
            if time.monotonic() > deadline:
                client.close()
                raise TimeoutError(f"the queue stayed full for {seconds} s") from None
            print("the queue is full, trying again")
            time.sleep(0.5)


def main() -> None:
    kept = []
    for number in (1, 2, 3):
        kept.append(connect(20))
        print(f"connection {number} is made")
    for client in kept:
        client.close()


if __name__ == "__main__":
    main()
