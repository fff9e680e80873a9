import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    # zh: 只想限定等多久，就给一个大于 0 的超时；None 才是一直等。
    # en: To limit the wait, give a timeout above 0; None is what waits for ever.
    with socket.create_connection((HOST, PORT), timeout=3) as client:
        print(f"connected to {client.getpeername()} within 3 s")


if __name__ == "__main__":
    main()
