import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    # zh: UDP：没有 listen，没有 accept，bind 之后就能收。
    # en: UDP: no listen, no accept; a bound socket can receive.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((HOST, PORT))
        input(f"bound to {server.getsockname()}. After three sendto press Enter ")
        server.settimeout(1)
        count = 0
        try:
            while True:
                data, address = server.recvfrom(1024)
                count += 1
                print(f"recvfrom {count}: {data!r} from port {address[1]}")
        except TimeoutError:
            print(f"recvfrom returned {count} times")


if __name__ == "__main__":
    main()
