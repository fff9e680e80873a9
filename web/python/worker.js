// A worker runs one Python program. The page tells it to load Python and to run the program; all later
// messages go through a port to the transport.

import { Bridge } from "./bridge.js";
import { confine } from "./confine.js";
import { ProjectFiles } from "./files.js";
import { load as interpreter } from "./load.js";
import { Mailbox, sharesMemory } from "./mailbox.js";
import { connect } from "./shim.js";
import { Tls } from "./tls.js";

const post = self.postMessage.bind(self);
const mailbox = sharesMemory(self) ? new Mailbox() : null;
const bridge = new Bridge(mailbox);
const tls = new Tls();
let python = null;
let files = null;

self.onmessage = ({ data: [json, beside, data] }) => {
  const message = JSON.parse(json);
  if (message === "load") load(beside);
  else run(json, message.run, beside, data);
};

function run(json, order, port, data) {
  port.onmessage = hear;
  files.lay(order, data);
  bridge.begin((message) => port.postMessage(message), files);
  // Wherever it happens, on the stack of some thread or in a timer: what nobody catches has broken Python.
  self.addEventListener("error", (event) => broken(event, event.error));
  self.addEventListener("unhandledrejection", (event) => broken(event, event.reason));
  python.run.callPromising(json);
}

function broken(event, error) {
  event.preventDefault();
  // What C's exit(3) throws.
  if (error?.name === "ExitStatus") bridge.exit(error.status);
  else bridge.crash(error);
}

function hear({ data: [json, bytes] }) {
  bridge.heard();
  const { returned } = JSON.parse(json);
  if (returned) bridge.returned(returned.id, json, bytes);
  else {
    if (bytes) bridge.keep(bytes);
    python.receive(json);
  }
}

async function load(given) {
  if (!("Suspending" in WebAssembly)) {
    send({ unsupported: "stack_switching" });
    return;
  }
  try {
    const progress = (loaded, total) => send({ loading: { loaded, total } });
    const { pyodide, image } = await interpreter(given, progress);
    if (!given) post([null, image], [image.memory.buffer]);
    bridge.console(pyodide);
    const version = pyodide.runPython("import sys; sys.version.split()[0]");
    files = new ProjectFiles(pyodide.FS);
    python = connect(pyodide, bridge, files, tls);
    bridge.start = (thread) => queueMicrotask(() => python.thread.callPromising(thread));
    bridge.report = python.report;
    confine(self);
    send({ ready: { python: version, pyodide: pyodide.version } }, mailbox?.buffer);
  } catch (error) {
    post([failure(error), null]);
  }
}

function send(message, beside = null) {
  post([JSON.stringify(message), beside]);
}

function failure(error) {
  return JSON.stringify({ failed: { message: String(error?.message ?? error) } });
}
