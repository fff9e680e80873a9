"""Native formats of `struct` and typecodes of `array` have the sizes and the bytes of Linux on x86-64; 200 formats drawn
by lot, with values at the edges and past them."""
import array
import copy
import pickle
import random
import struct
import zlib

LETTERS = "xcbB?hHiIlLqQnNfdespP"
random.seed(2026)


def value(letter):
    if letter in "fde":
        return random.choice([0.5, -2.0, 1e3, 3])
    if letter in "csp":
        return {"c": b"x"}.get(letter, b"abc")
    if letter == "?":
        return random.choice([True, False])
    bits = 8 * struct.calcsize(letter)
    low, high = (0, (1 << bits) - 1) if letter.isupper() else (-(1 << bits - 1), (1 << bits - 1) - 1)
    beyond = [high + 1, low - 1, "x", 1.5, None, 1 << 70] if random.random() < 0.05 and letter != "P" else []
    return random.choice([low, high, 1, random.randint(low, high), *beyond])


def drawn():
    order, values = random.choice(["", "", "@", "@", "=", "<", ">", "!"]), []
    text = order
    for _ in range(random.randint(1, 6)):
        letter = random.choice(LETTERS if order in ("", "@") else LETTERS.translate({ord(c): None for c in "nNP"}))
        count = random.choice(["", "", "2", "3"] + ["0"] * (letter != "p"))
        text += random.choice(["", "", "", " "]) + count + letter
        values += [value(letter)] * (1 if letter in "sp" else 0 if letter == "x" else int(count or 1))
    return text, values


def told(text, values):
    layout = struct.Struct(text)
    try:
        data = layout.pack(*values)
        room = bytearray(len(data) + 8)
        struct.pack_into(text, room, 3, *values)
        yield data.hex(), room.hex(), layout.unpack(data), struct.unpack_from(text, room, 3)
        yield layout.size, layout.format, list(layout.iter_unpack(data * 2)) if data else None
        layout.unpack(data + b"1")
    except Exception as error:
        yield type(error).__name__, str(error) if "buffer" in str(error) else ""


for _ in range(200):
    text, values = drawn()
    print(repr(text), struct.calcsize(text), zlib.crc32(repr(list(told(text, values))).encode()))

for wrong in ("z", "<n", "=P", "3", "!l l?"):
    try:
        print(struct.calcsize(wrong))
    except struct.error as error:
        print(error)

for typecode in "bBhHiIlLqQfd":
    numbers = array.array(typecode, [1, 2, 3])
    print(numbers, numbers.itemsize, numbers.tobytes().hex(), numbers[1:], numbers + numbers, memoryview(numbers).tolist())
    for number in (1 << 63, -1, (-1 << 63) - 1, 1 << 64, 1 << 33, "x", 1.5):
        try:
            numbers.append(number)
            print(numbers)
        except Exception as error:
            print(type(error).__name__)
    print(all(pickle.loads(pickle.dumps(numbers, protocol)) == numbers for protocol in range(6)))
    print(copy.copy(numbers) == numbers == copy.deepcopy(numbers), numbers.index(numbers[2]))
    again = array.array(typecode)
    again.frombytes(numbers.tobytes())
    again.byteswap()
    print(again.tobytes().hex())
