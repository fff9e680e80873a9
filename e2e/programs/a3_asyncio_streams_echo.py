import asyncio
async def handle(reader, writer):
    host = writer.get_extra_info("peername")[0]
    while data := await reader.read(100):
        writer.write(host.encode() + b" " + data)
        await writer.drain()
    writer.close()
async def client(address, name):
    reader, writer = await asyncio.open_connection(*address)
    for i in range(2):
        writer.write(b"%s %d" % (name, i))
        await writer.drain()
        print((await reader.read(100)).decode())
    writer.close()
    await writer.wait_closed()
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    async with server:
        for name in (b"one", b"two"):
            await client(address, name)
    print("closed")
asyncio.run(main())
