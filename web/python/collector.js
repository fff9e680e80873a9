// Python's garbage collector and suspended stacks. Pyodide 314.0.7 keeps a thread state for each stack, and the
// collector follows the frames of each; those of a suspended stack lead into its C part, which is not in memory. From
// some 350 threads on Python crashed (pyodide/pyodide#6464). The collector need not know those frames, so a stack that waits
// keeps its own here instead. To be left out once Pyodide does this itself (pyodide/pyodide#6466).

// Where in a PyThreadState of CPython 3.14 its `current_frame` lies, in bytes.
const CURRENT_FRAME = 52;

/** Has the interpreter that is instantiated with `imports` do so; `memory` gives its memory. */
export function hideWaitingFrames({ env }, memory) {
  const { saveState, restoreState } = env;
  const frames = new WeakMap();
  env.saveState = () => {
    const state = saveState();
    // Where the stack cannot give way, Pyodide gives a sign of that instead.
    if (state?.threadState) frames.set(state, exchange(state, 0));
    return state;
  };
  env.restoreState = (state) => {
    restoreState(state);
    exchange(state, frames.get(state));
  };
  function exchange({ threadState }, frame) {
    const view = new DataView(memory().buffer);
    const before = view.getUint32(threadState + CURRENT_FRAME, true);
    view.setUint32(threadState + CURRENT_FRAME, frame, true);
    return before;
  }
}
