// A worker runs one Python program. The page's messages come in here, and go out through `border`.

import { Bridge } from "./bridge.js";
import { confine } from "./confine.js";
import { load } from "./load.js";
import { Mailbox } from "./mailbox.js";
import { connect } from "./shim.js";

const post = self.postMessage.bind(self);
const send = (message, bytes = null) => post([JSON.stringify(message), bytes]);
const mailbox = self.crossOriginIsolated ? new Mailbox() : null;
const bridge = new Bridge(post, mailbox);
let python = null;

self.onmessage = async ({ data: [json, bytes] }) => {
  const message = JSON.parse(json);
  if (message === "load") {
    await begin(bytes);
    return;
  }
  bridge.heard();
  if (message.run) {
    python.run.callPromising(json).catch(failed);
  } else if (message.returned) {
    bridge.returned(message.returned.id, json, bytes);
  } else {
    python.receive(json);
  }
};

async function begin(given) {
  if (!("Suspending" in WebAssembly)) {
    send({ unsupported: "stack_switching" });
    return;
  }
  try {
    const progress = (loaded, total) => send({ loading: { loaded, total } });
    const { pyodide, image } = await load(given, progress);
    if (!given) post([null, image], [image.memory.buffer]);
    bridge.console(pyodide);
    python = connect(pyodide, bridge);
    bridge.start = (thread) => queueMicrotask(() => python.thread.callPromising(thread));
    bridge.report = python.report;
    confine(self);
    const version = pyodide.runPython("import sys; sys.version.split()[0]");
    send({ ready: { python: version, pyodide: pyodide.version } }, mailbox?.buffer);
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  send({ failed: { message: String(error?.message ?? error) } });
}
