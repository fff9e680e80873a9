import socket
import threading

HOST = "127.0.0.1"
PORT = 9999
# zh: 改成 False：文字留在缓冲区里，直到 close 才发出去。
# en: With False the text stays in the buffer and leaves only at close.
FLUSH = True


def show(client: socket.socket) -> None:
    with client.makefile("r", encoding="utf-8") as reader:
        for line in reader:
            print(f"received {line!r}")
    print("end of the stream")


def main() -> None:
    with socket.create_connection((HOST, PORT)) as client:
        print("connected")
        receiver = threading.Thread(target=show, args=(client,))
        receiver.start()
        with client.makefile("w", encoding="utf-8") as writer:
            while True:
                text = input()
                writer.write(f"{text}\n")
                if FLUSH:
                    writer.flush()
                if text == "quit":
                    break
        receiver.join()


if __name__ == "__main__":
    main()
