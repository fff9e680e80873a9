import socket
import threading

# zh: 0.0.0.0 表示所有网卡；中继默认只让本机连进来，要对外开放，用 --allow-bind any 启动它。
# en: 0.0.0.0 means every interface; the relay lets only this machine in unless --allow-bind any.
HOST = "0.0.0.0"
PORT = 9999
ENCODING = "gbk"
STOCK = {"瓜子": 4.5, "西瓜": 2, "矿泉水": 2.5}


def answer(wanted: str) -> str:
    if wanted in STOCK:
        return f"购买成功,余额 -{STOCK[wanted]}\n"
    return f"没有“{wanted}”这种商品\n"


def serve(conn: socket.socket, address: tuple[str, int]) -> None:
    shelves = "，".join(f"{name} {price}" for name, price in STOCK.items())
    greeting = f"欢迎光临！本店有：{shelves}。想买什么？（说“拜拜”离开）\n"
    with conn:
        conn.sendall(greeting.encode(ENCODING))
        while data := conn.recv(1024):
            print(f"{address[1]}: {data!r}")
            # zh: 陷阱：一个汉字两个字节，若被切在两次 recv 里，这里就解码失败。
            # en: The trap: a character of two bytes, cut by recv, cannot be decoded.
            wanted = data.decode(ENCODING).strip()
            print(f"{address[1]}: {wanted}")
            if wanted == "拜拜":
                conn.sendall("再见，欢迎下次光临！\n".encode(ENCODING))
                break
            conn.sendall(answer(wanted).encode(ENCODING))
    print(f"left {address}")


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(124)
        print(f"listening on {HOST}:{PORT}")
        while True:
            conn, address = server.accept()
            print(f"joined {address}")
            threading.Thread(target=serve, args=(conn, address), daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")
