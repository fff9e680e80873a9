# received() is called with each whole message that no rule answers.
count = 0


def received(data, peer):
    global count
    count += 1
    print(peer, data)
    send(b"%d: %s\n" % (count, data))
    # send() in here goes to the same peer, a second later.
    after(1, send, b"anything else?\n")
