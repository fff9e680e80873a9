import socket

HOST = "127.0.0.1"
PORT = 9999
# zh: 改成 "utf-8"，双方就会互相看成乱码。
# en: With "utf-8" each side sees mojibake.
ENCODING = "gbk"


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        # zh: errors="replace"：解不开的字节显示成 �，而不是抛出异常。
        # en: errors="replace" shows what cannot be decoded as � and raises nothing.
        print(client.recv(1024).decode(ENCODING, errors="replace"), end="")
        while True:
            text = input("buy: ")
            if not text:
                continue
            client.sendall(f"{text}\n".encode(ENCODING))
            reply = client.recv(1024)
            print(reply.decode(ENCODING, errors="replace"), end="")
            if text == "拜拜" or not reply:
                break


if __name__ == "__main__":
    main()
