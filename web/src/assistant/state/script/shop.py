# E3 课的零食店，用于按行分隔消息的端：GBK，给每位顾客记账。
# The snack shop of lesson E3, for an end that cuts at lines: GBK, and a tab for each customer.
STOCK = {"瓜子": 4.5, "西瓜": 2, "矿泉水": 2.5}
spent = {}


def say(text, to=None):
    send(f"{text}\n".encode("gbk"), to)


def connected(peer):
    spent[peer] = 0
    shelves = "，".join(f"{name} {price}" for name, price in STOCK.items())
    say(f"欢迎光临！本店有：{shelves}。想买什么？（说“拜拜”离开）")


def received(data, peer):
    wanted = data.decode("gbk").strip()
    if wanted == "拜拜":
        say(f"一共 {spent[peer]}，再见，欢迎下次光临！")
        close()
    elif wanted in STOCK:
        spent[peer] += STOCK[wanted]
        say(f"购买成功,余额 -{spent[peer]}")
    else:
        say(f"没有“{wanted}”这种商品")


def closed(peer):
    print(peer, "spent", spent.pop(peer))
