import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    first, second, third = [socket.create_connection((HOST, PORT)) for _ in range(3)]
    # zh: 第二个成员不告而别。
    # en: The second member leaves without a word.
    second.close()
    input("the second has left. After m0, m1 and m2 press Enter ")
    print(f"the first received {first.recv(1024)!r}")
    print(f"the third received {third.recv(1024)!r}")
    first.close()
    third.close()


if __name__ == "__main__":
    main()
