// A file that is read once, from its begin to its end. Where the browser can, all of it goes through one buffer: a new one
// for each block would be left to the garbage collector, up to some hundred MiB of them.

export function begin(file) {
  let reader = null;
  try {
    reader = file.stream().getReader({ mode: "byob" });
  } catch {
    // An older browser; each block gets a buffer of its own.
  }
  return { file, reader, buffer: null };
}

/** The bytes from one position to another, of which the first is where the last read ended; fewer where the file ends. */
export async function read(sent, from, upto) {
  if (!sent.reader) return new Uint8Array(await sent.file.slice(from, upto).arrayBuffer());
  const length = upto - from;
  // The first block is the longest.
  let buffer = sent.buffer ?? new ArrayBuffer(length);
  let count = 0;
  while (count < length) {
    const { value, done } = await sent.reader.read(new Uint8Array(buffer, count, length - count));
    buffer = value.buffer;
    if (done) break;
    count += value.byteLength;
  }
  sent.buffer = buffer;
  return new Uint8Array(buffer, 0, count);
}
