"""readexactly, readuntil, read(n), end of the stream and IncompleteReadError."""
import asyncio
import socket


async def main() -> None:
    left, right = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=right)
    left.sendall(b"headbody;rest\nlast")
    print(await reader.readexactly(4), await reader.readuntil(b";"))
    print(await reader.read(2), await reader.readline())
    left.close()
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as error:
        print(error.partial, error.expected)
    print(await reader.read(), reader.at_eof())
    writer.close()


asyncio.run(main())
