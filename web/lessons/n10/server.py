import socket

PORT = 9999


def main() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind(("", PORT))
        server.settimeout(5)
        print(f"bound to port {PORT}")
        try:
            while True:
                data, _ = server.recvfrom(65535)
                print(f"received {len(data)} bytes")
                if len(data) == 1:
                    return
        except TimeoutError:
            print("nothing more for 5 s")


if __name__ == "__main__":
    main()
