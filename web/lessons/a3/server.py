import asyncio
import threading

# zh: '' 表示所有网卡，要先用 --allow-bind any 启动中继。
# en: '' means every interface and needs a relay started with --allow-bind any.
# zh: 0.0.0.0 表示所有网卡；中继默认只让本机连进来，要对外开放，用 --allow-bind any 启动它。
# en: 0.0.0.0 means every interface; the relay lets only this machine in unless --allow-bind any.
HOST = "0.0.0.0"
PORT = 50000


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    address = writer.get_extra_info("peername")
    print(f"joined {address}, threads: {threading.active_count()}")
    # zh: await 时这个协程让出线程，事件循环去照看别的客户端。
    # en: At await this coroutine lets go of the thread; the loop serves other clients.
    while data := await reader.read(100):
        print(f"{address[1]}: {data!r}")
        writer.write(data)
        await writer.drain()
    print(f"left {address}")
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    server = await asyncio.start_server(serve, HOST, PORT, backlog=8)
    print(f"listening on {HOST}:{PORT}")
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    # zh: Ctrl+C 取消 main 协程，asyncio.run 收拾完再抛出 KeyboardInterrupt。
    # en: Ctrl+C cancels main; asyncio.run tidies up, then raises KeyboardInterrupt.
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("stopped")
