import socket, threading
stock = {"瓜子": 4.5, "西瓜": 2, "矿泉水": 2.5}
server = socket.create_server(("127.0.0.1", 0))
def shop():
    conn, _ = server.accept()
    conn.send(f"欢迎 {list(stock)}".encode("gbk"))
    while True:
        wish = conn.recv(1024).decode("gbk")
        if wish == "拜拜":
            conn.send("再见".encode("gbk"))
            break
        if wish in stock:
            conn.send(f"购买成功,余额 {-stock[wish]}".encode("gbk"))
        else:
            conn.send("没有".encode("gbk"))
    conn.close()
thread = threading.Thread(target=shop)
thread.start()
client = socket.create_connection(server.getsockname())
greeting = client.recv(1024)
print(greeting.decode("gbk"))
try:
    greeting.decode("utf-8")
except UnicodeDecodeError as error:
    print(error)
for wish in ("瓜子", "苹果", "拜拜"):
    client.send(wish.encode("gbk"))
    print(client.recv(1024).decode("gbk"))
thread.join()
client.close()
server.close()
