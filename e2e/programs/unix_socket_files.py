import asyncio
import os
import pathlib
import shutil
import socket
import stat

name = "files.sock"


def told(error):
    return type(error).__name__, error.errno, error.strerror, error.filename


def bound(path, kind=socket.SOCK_STREAM):
    sock = socket.socket(socket.AF_UNIX, kind)
    sock.bind(path)
    return sock


if os.path.exists(name):
    os.unlink(name)
print(os.path.exists(name), os.path.lexists(name))
server = bound(name)
info = os.stat(name)
print(stat.S_ISSOCK(info.st_mode), stat.filemode(info.st_mode), info.st_size)
print(pathlib.Path(name).is_socket(), pathlib.Path(name).is_file(), os.path.isfile(name), name in os.listdir())
os.chmod(name, 0o600)
print(stat.filemode(os.stat(name).st_mode), os.access(name, os.R_OK))
server.close()
print(os.path.exists(name))
try:
    bound(name)
except OSError as error:
    print(told(error))
os.unlink(name)
print(os.path.exists(name), name in os.listdir())
for remove in (os.unlink, os.remove, pathlib.Path.unlink):
    try:
        remove(pathlib.Path(name))
    except OSError as error:
        print(told(error))
with bound("./" + name, socket.SOCK_DGRAM) as receiver:
    print(receiver.getsockname())
    pathlib.Path(name).unlink()
    print(os.path.exists(name))
    with bound(name, socket.SOCK_DGRAM) as heir, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"to the heir", name)
        print(heir.recv(99))
os.remove(name.encode())
print(os.path.exists(name))

# Other files are removed as ever.
with open("plain.txt", "w") as file:
    file.write("x")
os.unlink("plain.txt")
os.makedirs("folder/inner", exist_ok=True)
open("folder/inner/a", "w").close()
shutil.rmtree("folder")
print(os.path.exists("plain.txt"), os.path.exists("folder"))
try:
    os.unlink(3.5)
except TypeError as error:
    print("TypeError", error)
try:
    open(name)
except OSError as error:
    print(told(error))


async def echo(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def main():
    for _ in range(2):
        server = await asyncio.start_unix_server(echo, name)
        print(os.path.exists(name))
        reader, writer = await asyncio.open_unix_connection(name)
        writer.write(b"hello\n")
        print(await reader.readline())
        writer.close()
        server.close()
        await server.wait_closed()
    if os.path.exists(name):
        os.unlink(name)


asyncio.run(main())
print(os.path.exists(name))
