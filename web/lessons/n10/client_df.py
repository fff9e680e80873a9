import socket

HOST = "server"
PORT = 9999

# zh: Linux 的 <linux/in.h>；Python 的 socket 到 3.14 才有这些名字。
# en: From Linux's <linux/in.h>; Python's socket has these names from 3.14 on.
IP_MTU_DISCOVER = 10
IP_PMTUDISC_DO = 2
IP_MTU = 14


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.connect((HOST, PORT))
        # zh: 不许分片：DF 置位。
        # en: No fragments: the DF bit is set.
        client.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)
        print(f"the path takes packets of {client.getsockopt(socket.IPPROTO_IP, IP_MTU)} bytes")
        # zh: 20 字节的 IP 头和 8 字节的 UDP 头也算在内。
        # en: IP's 20 bytes and UDP's 8 count too.
        for size in (1472, 1473):
            try:
                print(f"{size}: send returned {client.send(b'x' * size)}")
            except OSError as error:
                print(f"{size}: errno {error.errno}")
        client.send(b"!")

if __name__ == "__main__":
    main()
