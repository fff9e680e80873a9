"""asyncio and UDP: create_datagram_endpoint on both sides."""
import asyncio


class Answer(asyncio.DatagramProtocol):
    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self.transport.sendto(data.upper(), address)


class Ask(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self.answers.put_nowait(data)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Answer, ("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    client, ask = await loop.create_datagram_endpoint(Ask, remote_addr=address)
    for word in (b"one", b"two"):
        client.sendto(word)
        print(await ask.answers.get())
    client.close()
    server.close()


asyncio.run(main())
