// Files that a person opens: chosen in a field, or dropped. A folder's are found by walking through it.

/** The files of a field, as `[path, File]`. */
export function chosen(field) {
  return [...field.files].map((file) => [file.webkitRelativePath || file.name, file]);
}

/**
 * The files of a drop, as `[path, File]`; folders whose names are in `clutter` are left out. Begins during the event: later
 * the browser has forgotten them. Stops after `most`.
 */
export async function dropped(transfer, clutter, most) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = [];
  for (const entry of entries) await walk(entry, "", clutter, most, found);
  return found;
}

async function walk(entry, folder, clutter, most, found) {
  if (found.length > most || clutter.includes(entry.name)) return;
  const path = folder + entry.name;
  if (entry.isFile) {
    found.push([path, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
    return;
  }
  const reader = entry.createReader();
  // A reader gives a folder in pieces, the last of which is empty.
  for (;;) {
    const piece = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return;
    for (const inner of piece) await walk(inner, `${path}/`, clutter, most, found);
  }
}
