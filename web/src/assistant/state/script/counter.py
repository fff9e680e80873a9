# 每条没有被规则应答的完整消息，都会调用 received()。
# received() is called with each whole message that no rule answers.
count = 0


def received(data, peer):
    global count
    count += 1
    print(peer, data)
    send(b"%d: %s\n" % (count, data))
    # 一秒后再发给同一个对端。
    # Goes to the same peer, a second later.
    after(1, send, b"anything else?\n")
