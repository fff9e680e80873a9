// The file that received bytes are written into, in the page's private folder of the browser, so that no
// more of it is in memory than the disk is behind.

/** Whether the browser has such a folder, and lets a page write to it outside a worker. */
export function isThere() {
  return Boolean(navigator.storage?.getDirectory && self.FileSystemFileHandle?.prototype.createWritable);
}

/** An empty file in place of the one before. */
export async function open() {
  const all = await navigator.storage.getDirectory();
  const folder = await all.getDirectoryHandle("assistant", { create: true });
  const handle = await folder.getFileHandle("received", { create: true });
  return { handle, stream: await handle.createWritable(), spare: [] };
}

// What one recv returns at most. Buffers of this size are used again: a new one each time would be left to the garbage
// collector, up to some hundred MiB of them.
const LARGE = 64 * 1024;

/** Writes bytes, which are copied before it returns, in the order of the calls. */
export async function write(file, bytes) {
  if (bytes.length < LARGE / 4 || bytes.length > LARGE) {
    await file.stream.write(bytes.slice());
    return;
  }
  const buffer = file.spare.pop() ?? new Uint8Array(LARGE);
  buffer.set(bytes);
  await file.stream.write(buffer.subarray(0, bytes.length));
  file.spare.push(buffer);
}

/** Ends the file; it is read from the disk when the person saves it. */
export async function close(file) {
  await file.stream.close();
  return file.handle.getFile();
}
