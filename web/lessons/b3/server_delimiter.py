import socket

HOST = "127.0.0.1"
PORT = 6971
DELIMITER = b"<END>"


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(5)
        print(f"listening on {HOST}:{PORT}")
        conn, address = server.accept()
        with conn:
            print(f"accepted {address}")
            input("Enter starts receiving ")
            # zh: 分隔符本身也可能被切成两半，所以在攒下的全部字节里找，而不是在每块里找。
            # en: A delimiter may be cut in two as well: look in all bytes gathered so far.
            gathered = b""
            while data := conn.recv(8):
                gathered += data
                *messages, gathered = gathered.split(DELIMITER)
                for message in messages:
                    print(f"message {message.decode()!r}")


if __name__ == "__main__":
    main()
