// The Python code: its files, installed into the interpreter and started.

import { now } from "./clock.js";
import init from "./lab/__init__.py";
import accounts from "./lab/accounts.py";
import addresses from "./lab/addresses.py";
import alarms from "./lab/alarms.py";
import calls from "./lab/calls.py";
import clock from "./lab/clock.py";
import console from "./lab/console.py";
import constants from "./lab/constants.py";
import control from "./lab/control.py";
import descriptors from "./lab/descriptors.py";
import edges from "./lab/edges.py";
import errors from "./lab/errors.py";
import frames from "./lab/frames.py";
import getargs from "./lab/getargs.py";
import hiding from "./lab/hiding.py";
import history from "./lab/history.py";
import impossible from "./lab/impossible.py";
import machine from "./lab/machine.py";
import messages from "./lab/messages.py";
import names from "./lab/names.py";
import page from "./lab/page.py";
import program from "./lab/program.py";
import readiness from "./lab/readiness.py";
import resources from "./lab/resources.py";
import script from "./lab/script.py";
import semaphores from "./lab/semaphores.py";
import signals from "./lab/signals.py";
import socketFiles from "./lab/socket_files.py";
import sockets from "./lab/sockets.py";
import threads from "./lab/threads.py";
import tls from "./lab/tls.py";
import tlsCode from "./lab/tls_code.py";
import tlsContext from "./lab/tls_context.py";
import tlsErrors from "./lab/tls_errors.py";
import tlsNumbers from "./lab/tls_numbers.py";
import tlsSession from "./lab/tls_session.py";
import views from "./lab/views.py";
import wheels from "./lab/wheels.py";
import { widen } from "./sizes.js";

const FILES = {
  __init__: init, accounts, addresses, alarms, calls, clock, console, constants, control, descriptors, edges, errors,
  frames, getargs, hiding, history, impossible, machine, messages, names, page, program, readiness, resources, script, semaphores,
  signals, socket_files: socketFiles, sockets, threads, tls, tls_code: tlsCode, tls_context: tlsContext, tls_errors: tlsErrors,
  tls_numbers: tlsNumbers, tls_session: tlsSession, views, wheels,
};

// Where the package lies; its name leaves `lab` to the user's own modules.
const FOLDER = "/lib/socket-lab/_lab";

/** Puts the shim into the interpreter. It keeps nothing of JavaScript's, so its memory can be another worker's. */
export function install(pyodide) {
  widen(pyodide._module.HEAPU8);
  pyodide.FS.mkdirTree(FOLDER);
  for (const [name, text] of Object.entries(FILES)) {
    pyodide.FS.writeFile(`${FOLDER}/${name}.py`, text);
  }
  pyodide.runPython(`
def install():
    import sys
    sys.path.append("/lib/socket-lab")
    from _lab import program
    program.install()
    sys.path.remove("/lib/socket-lab")
install()
del install
`);
}

// How much of C's stack Python may use before it raises RecursionError, in bytes. The browser's own stack, which it cannot
// see, is full after twice as much of calls that lead from C to Python and back.
const STACK = 256 * 1024;

/** Connects the shim with this worker; returns what the worker calls of it. */
export function connect(pyodide, bridge, files, tls) {
  const program = pyodide.runPython("__import__('sys').modules['_lab.program']");
  program.begin(exposed(pyodide, bridge, files, tls));
  return {
    run: program.run,
    receive: program.receive,
    thread: program.threads.run,
    report: program.views.report,
  };
}

/** What Python calls. None of it throws: to Python an exception would be a way to JavaScript's objects. */
function exposed({ _module: module }, bridge, files, tls) {
  const functions = {
    ask: (thread, id, json, bytes, others) => bridge.ask(thread, id, json, copied(bytes), others),
    call: (thread, id, json, bytes) => bridge.call(thread, id, json, copied(bytes)),
    cancel: (id) => bridge.cancel(id),
    wait: (thread, milliseconds) => bridge.wait(thread, milliseconds),
    schedule: (callback) => queueMicrotask(callback),
    wake: (thread) => bridge.wake(thread),
    wanted: (others) => bridge.wanted(others),
    overdue: () => bridge.overdue(),
    settle: () => bridge.settle(),
    answer: (id) => bridge.answer(id),
    bytes: (id) => bridge.bytes(id),
    start: (thread) => bridge.start(thread),
    say: (json) => bridge.send(json),
    finish_with: (json) => bridge.finish(json),
    report_due: (atOnce) => bridge.changed(atOnce),
    socket_file: (path) => files.addSocket(path),
    tls_load: (thread) => tls.load(() => bridge.wake(thread)),
    tls_state: () => tls.state(),
    tls_handle: (json, bytes) => tls.handle(json, copied(bytes)),
    tls_take: () => tls.take(),
    now,
    untrack: (address) => module._PyObject_GC_UnTrack(address),
    protect() {
      const here = module.stackSave();
      module._PyUnstable_ThreadState_SetStackProtection(module._PyThreadState_Get(), here - STACK, STACK);
    },
  };
  return Object.fromEntries(Object.entries(functions).map(([name, made]) => [name, unthrowing(made)]));
}

const unthrowing = (made) => (...given) => {
  try {
    return made(...given);
  } catch {
    return undefined;
  }
};

/** The bytes of a Python object. */
function copied(bytes) {
  if (!bytes) return null;
  const buffer = bytes.getBuffer("u8");
  try {
    return buffer.data.slice();
  } finally {
    buffer.release();
  }
}
