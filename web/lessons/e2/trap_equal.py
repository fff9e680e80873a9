import socket

HOST = "127.0.0.1"
PORT = 7788


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        while True:
            text = input("message: ")
            client.send(text.encode())
            reply = client.recv(1024)
            # zh: 陷阱：reply 是 bytes，和 str 比较永远是 False，循环停不下来。
            # en: The trap: reply is bytes; compared with str it is never equal.
            print(f"{reply!r} == 'over' is {reply == 'over'}")
            if reply == "over":
                break


if __name__ == "__main__":
    main()
