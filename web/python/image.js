// Python is loaded once in a page: the other workers start from what the first compiled, imported and installed.
// An image is that worker's `code`, a WebAssembly.Module, and its `memory`, a Uint8Array.

import { refineClock } from "./clock.js";
import { hideWaitingFrames } from "./collector.js";
import { install } from "./shim.js";

/** Starts Python, shim and all, with `loadPyodide(options)` from `image`; makes one where it is null. Gives both. */
export async function start(loadPyodide, options, image) {
  const { instantiateStreaming = instantiateWhole } = WebAssembly;
  let code = image?.code;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    let instance;
    const memory = () => instance.exports.memory;
    hideWaitingFrames(imports, memory);
    refineClock(imports, memory);
    if (code) instance = await WebAssembly.instantiate(code, imports);
    else ({ module: code, instance } = await instantiateStreaming.call(WebAssembly, source, imports));
    return { module: code, instance };
  };
  try {
    if (image) {
      return { pyodide: await loadPyodide({ ...options, _loadSnapshot: image.memory }), image };
    }
    const pyodide = await loadPyodide({ ...options, _makeSnapshot: true });
    install(pyodide);
    return { pyodide, image: { code, memory: pyodide.makeMemorySnapshot() } };
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

// For a browser that compiles nothing while it arrives.
async function instantiateWhole(source, imports) {
  return WebAssembly.instantiate(await (await source).arrayBuffer(), imports);
}
