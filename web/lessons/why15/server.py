import socket

# zh: 以空字符开头：Linux 的抽象名字，不在文件系统里留下文件。
# en: Begins with NUL: a name in Linux's abstract namespace, which leaves no file behind.
NAME = "\0socket-lab-why"


def main() -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(NAME)
        # zh: 队列只容一个连接，而且没有人 accept。
        # en: The queue holds one connection, and nobody accepts.
        server.listen(0)
        input("listening, not accepting. Enter ends ")


if __name__ == "__main__":
    main()
