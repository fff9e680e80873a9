import codecs
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
    # zh: 增量解码器留着半个字符，等后半个字节到了再一起解码。
    # en: The incremental decoder keeps half a character until the rest arrives.
    decoder = codecs.getincrementaldecoder(ENCODING)()
    gathered = ""
    shopping = True
    with conn:
        conn.sendall(greeting.encode(ENCODING))
        while shopping and (data := conn.recv(1024)):
            print(f"{address[1]}: {data!r}")
            # zh: 只处理完整的行：没有换行的后半句先留着。
            # en: Serves whole lines only: what has no newline yet is kept.
            gathered += decoder.decode(data)
            *lines, gathered = gathered.split("\n")
            for wanted in map(str.strip, lines):
                print(f"{address[1]}: {wanted}")
                if wanted == "拜拜":
                    conn.sendall("再见，欢迎下次光临！\n".encode(ENCODING))
                    shopping = False
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
