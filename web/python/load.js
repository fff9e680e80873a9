// Fetches Pyodide and counts the bytes on the way.

// The sizes of what is counted, uncompressed, for Pyodide 314.0.7. The build knows the library's, which it compiles.
const SIZES = { "pyodide.asm.wasm": 9598218, "python_stdlib.zip": STDLIB_SIZE };
const TOTAL = Object.values(SIZES).reduce((sum, size) => sum + size, 0);

// How often progress is told, in bytes.
const STRIDE = 256 * 1024;

// What pyodide-lock.json says of the interpreter; none of its packages is used.
const LOCK = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
  packages: {},
};

/** Loads Pyodide from `address`; `progress(loaded, total)` hears of the bytes. */
export async function load(address, progress) {
  const base = new URL(address, self.location.href).href;
  const fetch = self.fetch;
  let loaded = 0;
  let told = 0;
  self.fetch = async (resource, options) => {
    const response = await fetch(resource, options);
    const name = new URL(resource.url ?? resource, base).pathname.split("/").pop();
    if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
    if (!(name in SIZES)) return response;
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
    return await loadPyodide({
      indexURL: base,
      lockFileContents: LOCK,
      packageBaseUrl: base,
      env: { HOME: "/home/lab", TERM: "dumb", LANG: "C.UTF-8" },
    });
  } finally {
    self.fetch = fetch;
  }
}
