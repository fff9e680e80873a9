"""A server of ten holding registers, 100 and more; prints its port. Its argument is the framing: tcp or rtu."""

import asyncio
import sys
from pymodbus import FramerType
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

async def main():
    registers = SimData(0, values=[100 + number for number in range(10)], datatype=DataType.REGISTERS)
    framer = {"tcp": FramerType.SOCKET, "rtu": FramerType.RTU}[sys.argv[1]]
    server = ModbusTcpServer(SimDevice(1, [registers]), framer=framer, address=("127.0.0.1", 0))
    await server.listen()
    print(server.transport.sockets[0].getsockname()[1])
    await asyncio.Event().wait()

asyncio.run(main())
