// Fetches Pyodide and counts the bytes on the way.

import { start } from "./image.js";

// What the build says of Pyodide: its folder, the uncompressed sizes of what is counted, and of its interpreter
// what pyodide-lock.json says; none of its packages is used.
const { folder, sizes, info } = PYODIDE;
const CODE = "pyodide.asm.wasm";
const TOTAL = Object.values(sizes).reduce((sum, size) => sum + size, 0);

// How often progress is told, in bytes.
const STRIDE = 256 * 1024;

/**
 * Loads Pyodide, with what `image` holds where it is not null; `progress(loaded, total)` hears of the bytes. Gives the
 * interpreter and an image of it.
 */
export async function load(image, progress) {
  const base = new URL(folder, self.location.href).href;
  const fetch = self.fetch;
  let loaded = 0;
  let told = 0;
  self.fetch = async (resource, options) => {
    const name = new URL(resource.url ?? resource, base).pathname.split("/").pop();
    if (image && name === CODE) return new Response();
    const response = await fetch(resource, options);
    if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
    // A browser that cannot count loads all the same.
    if (image || !(name in sizes) || !("TransformStream" in self)) return response;
    const counter = new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        if (loaded - told >= STRIDE || loaded >= TOTAL) {
          told = loaded;
          progress(loaded, TOTAL);
        }
        controller.enqueue(chunk);
      },
    });
    const type = response.headers.get("content-type") ?? "application/octet-stream";
    return new Response(response.body.pipeThrough(counter), { headers: { "content-type": type } });
  };
  try {
    const { loadPyodide } = await import(`${base}pyodide.mjs`);
    const environment = { HOME: "/home/lab", TERM: "xterm-256color", LANG: "C.UTF-8" };
    const options = { indexURL: base, lockFileContents: { info, packages: {} }, packageBaseUrl: base, env: environment };
    return await start(loadPyodide, options, image);
  } finally {
    self.fetch = fetch;
  }
}
