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
  return { handle, stream: await handle.createWritable() };
}

/** Bytes are written in the order of the calls. Their buffer is freed then, where the browser can. */
export async function write(file, bytes) {
  await file.stream.write(bytes);
  bytes.buffer.transfer?.(0);
}

/** Ends the file; it is read from the disk when the person saves it. */
export async function close(file) {
  await file.stream.close();
  return file.handle.getFile();
}
