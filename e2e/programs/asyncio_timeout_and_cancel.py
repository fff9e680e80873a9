"""wait_for gives up on a silent peer; a cancelled task says so."""
import asyncio
import socket


async def main() -> None:
    left, right = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=right)
    try:
        await asyncio.wait_for(reader.read(10), timeout=0.05)
    except asyncio.TimeoutError as error:
        print(type(error).__name__)
    left.send(b"late")
    print(await asyncio.wait_for(reader.read(10), timeout=5))
    task = asyncio.create_task(reader.read(10))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())
    writer.close()
    left.close()


asyncio.run(main())
