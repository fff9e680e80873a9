"""A blocking recv in asyncio.to_thread does not hold up the loop."""
import asyncio
import socket


async def main() -> None:
    left, right = socket.socketpair()
    reading = asyncio.create_task(asyncio.to_thread(right.recv, 100))
    for number in range(3):
        await asyncio.sleep(0)
        print("the loop runs", number, reading.done())
    left.sendall(b"from the thread")
    print(await reading)
    left.close()
    right.close()


asyncio.run(main())
