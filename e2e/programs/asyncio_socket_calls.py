"""loop.sock_accept, sock_connect, sock_recv and sock_sendall on plain sockets."""
import asyncio
import socket


async def serve(server: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    conn, _ = await loop.sock_accept(server)
    with conn:
        await loop.sock_sendall(conn, (await loop.sock_recv(conn, 100))[::-1])


async def main() -> None:
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        server.setblocking(False)
        client.setblocking(False)
        task = asyncio.create_task(serve(server))
        await loop.sock_connect(client, server.getsockname())
        await loop.sock_sendall(client, b"stressed")
        print(await loop.sock_recv(client, 100))
        await task
        print(await loop.sock_recv(client, 100))


asyncio.run(main())
