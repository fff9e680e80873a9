// Native sizes as on Linux on x86-64. There a C long and a pointer have 8 bytes, in WebAssembly 4, so a program in the page
// and one in a terminal would read each other's `struct.pack("L", n)` wrong. C has a table with a row for each format of
// `struct`, and one with a row for each typecode of `array`: the rows of long and pointer get what the rows of 8 bytes have.

// A table is found by the letters its rows begin with. `width` is a row's length in words of 4 bytes.
const STRUCT = { letters: "xbBcsphHiIlLnNqQ?efdFDP", width: 5, wide: { l: "q", L: "Q", n: "q", N: "Q", P: "Q" } };
const ARRAY = { letters: "bBuwhHiIlLqQfd", width: 8, wide: { l: "q", L: "Q" } };

/** Widens both tables in the memory of an interpreter that has used neither for a long. */
export function widen(memory) {
  const words = new Uint32Array(memory.buffer);
  for (const table of [STRUCT, ARRAY]) {
    const first = find(words, table);
    const row = (letter) => first + table.letters.indexOf(letter) * table.width;
    for (const [long, like] of Object.entries(table.wide)) {
      // The letter stays: it is what errors name.
      words.copyWithin(row(long) + 1, row(like) + 1, row(like) + table.width);
    }
  }
}

function find(words, { letters, width }) {
  const codes = Array.from(letters, (letter) => letter.charCodeAt(0));
  for (let at = words.indexOf(codes[0]); at >= 0; at = words.indexOf(codes[0], at + 1)) {
    if (codes.every((code, row) => words[at + row * width] === code)) return at;
  }
  throw new Error(`this Python has no table of native sizes for ${letters}`);
}
