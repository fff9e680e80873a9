"""asyncio.Protocol: callbacks for made, received, end and lost."""
import asyncio


class Upper(asyncio.Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        print("made", transport.get_extra_info("peername")[0])

    def data_received(self, data: bytes) -> None:
        print("received", data)
        self.transport.write(data.upper())

    def eof_received(self) -> None:
        print("end of the stream")

    def connection_lost(self, error: Exception | None) -> None:
        print("lost", error)
        lost.set_result(None)


async def main() -> None:
    global lost
    loop = asyncio.get_running_loop()
    lost = loop.create_future()
    server = await loop.create_server(Upper, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello")
    print("answer", await reader.read(100))
    writer.close()
    await lost
    server.close()
    await server.wait_closed()


asyncio.run(main())
