import select
import socket

HOST = "127.0.0.1"
PORT = 9999
ENOUGH = 20


def main() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        print(f"listening on {HOST}:{PORT}")
        conn, _ = server.accept()
        with conn:
            empty = 0
            # zh: 只为演示，数到 20 就停；真正的程序会这样空转下去，占满一个 CPU。
            # en: Stops at 20 for the lesson; a real program would spin and use up a CPU.
            while empty < ENOUGH:
                readable, _, _ = select.select([conn], [], [], 5)
                if not readable:
                    print("select waited for 5 s")
                    return
                data = conn.recv(1024)
                if data:
                    print(f"received {data!r}")
                else:
                    empty += 1
            print(f"select returned {empty} times more, and recv b'' each time")


if __name__ == "__main__":
    main()
