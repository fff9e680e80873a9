// The Python half: its files, put into the interpreter and started.

import init from "./lab/__init__.py";
import addresses from "./lab/addresses.py";
import calls from "./lab/calls.py";
import clock from "./lab/clock.py";
import console from "./lab/console.py";
import constants from "./lab/constants.py";
import control from "./lab/control.py";
import errors from "./lab/errors.py";
import frames from "./lab/frames.py";
import names from "./lab/names.py";
import page from "./lab/page.py";
import program from "./lab/program.py";
import readiness from "./lab/readiness.py";
import signals from "./lab/signals.py";
import sockets from "./lab/sockets.py";
import threads from "./lab/threads.py";
import views from "./lab/views.py";

const FILES = {
  __init__: init, addresses, calls, clock, console, constants, control, errors, frames, names, page, program,
  readiness, signals, sockets, threads, views,
};

// Where the package lies; its name leaves `lab` to the user's own modules.
const FOLDER = "/lib/socket-lab/_lab";

/** Puts the shim into the interpreter. It keeps nothing of JavaScript's, so its memory can be another worker's. */
export function install(pyodide) {
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

/** Connects the shim with this worker; returns what the worker calls of it. */
export function connect(pyodide, bridge) {
  const program = pyodide.runPython("__import__('sys').modules['_lab.program']");
  program.begin(bridge);
  return {
    run: program.run,
    receive: program.receive,
    thread: program.threads.run,
    report: program.views.report,
  };
}
