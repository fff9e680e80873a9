import asyncio, socket, threading
async def ticker(name, log):
    for i in range(3):
        log.append((name, i))
        await asyncio.sleep(0.01)
async def main():
    log = []
    await asyncio.gather(ticker("a", log), ticker("b", log))
    print(sorted(log))
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    await loop.sock_sendall(a, b"hello")
    print(await loop.sock_recv(b, 100))
    try:
        await asyncio.wait_for(loop.sock_recv(b, 100), 0.02)
    except TimeoutError:
        print("timed out")
    a.close()
    b.close()
    print(await asyncio.to_thread(lambda: threading.current_thread() is threading.main_thread()))
    future = loop.create_future()
    threading.Timer(0.01, lambda: loop.call_soon_threadsafe(future.set_result, "from a thread")).start()
    print(await future)
    queue = asyncio.Queue()
    async with asyncio.timeout(5):
        task = asyncio.create_task(queue.get())
        await asyncio.sleep(0)
        queue.put_nowait("item")
        print(await task)
    try:
        await asyncio.open_connection("127.0.0.1", 1)
    except ConnectionRefusedError as error:
        print(error)
asyncio.run(main())
def loop_in_a_thread(results):
    async def coroutine():
        await asyncio.sleep(0.01)
        return asyncio.current_task().get_name() != ""
    results.append(asyncio.run(coroutine()))
results = []
threads = [threading.Thread(target=loop_in_a_thread, args=(results,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results)
