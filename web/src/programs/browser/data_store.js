// The bytes of data files, in the page's private folder of the browser: its storage for texts is far smaller.

/** Whether the browser has such a folder, and lets a page write to it outside a worker. */
export function isThere() {
  return Boolean(navigator.storage?.getDirectory && self.FileSystemFileHandle?.prototype.createWritable);
}

async function folder() {
  const all = await navigator.storage.getDirectory();
  return all.getDirectoryHandle("program-data", { create: true });
}

export async function keep(name, bytes) {
  const file = await (await folder()).getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
}

export async function read(name) {
  const file = await (await (await folder()).getFileHandle(name)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

export async function remove(name) {
  await (await folder()).removeEntry(name);
}
