// The functions that the Python code calls: waiting, calls, messages, the console.

// At most one report of all threads in so many milliseconds, unless each move is watched.
const REPORT_INTERVAL = 100;

// How long output may lie here while Python runs, in milliseconds.
const OUTPUT_INTERVAL = 16;

// Most characters of output in one message. The transport takes no message of more than some millions.
const PIECE = 256 * 1024;

// How long a call is waited for in place at most, in milliseconds: longer than most take that do not block.
const IN_PLACE = 20;

// How CPython begins to say on standard error that it cannot go on.
const FATAL = "Fatal Python error: ";

// How much is kept of standard error to find that in, and how much of it is told, in characters.
const COMPLAINT = 8000;
const LAST_WORDS = 1000;

// Below this browsers round timers up; what is shorter is waited for turn by turn.
const COARSE_TIMER = 5;

// How often it is looked at what the program has written, in milliseconds.
const LOOK_INTERVAL = 200;

export class Bridge {
  #post = null;
  #mailbox;
  #heard = 0;
  #turns = [];
  #channel = new MessageChannel();
  #resting = new Map();
  #woken = new Set();
  #owners = new Map();
  #answers = new Map();
  #bytes = new Map();
  #output = [];
  #lastOutput = 0;
  #reportTimer = null;
  #reportDue = 0;
  #lastReport = 0;
  #complaint = "";
  #over = false;
  #files = null;
  #look = null;

  /** `mailbox` is null where workers share no memory. */
  constructor(mailbox) {
    this.#mailbox = mailbox;
    this.#channel.port1.onmessage = () => this.#turns.shift()();
  }

  /** From now on there is a program. `post` sends its messages, and `files` are looked at for what it writes. */
  begin(post, files) {
    this.#post = post;
    this.#files = files;
    this.#look = setTimeout(() => this.#lookAtFiles(), LOOK_INTERVAL);
  }

  /** Ends when `wake` is called for the thread, or after so many milliseconds unless negative. */
  wait(thread, milliseconds) {
    if (this.#over) return new Promise(() => {});
    if (this.#woken.delete(thread)) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        if (this.#over) return;
        if (this.#resting.get(thread)?.end === end) this.#resting.delete(thread);
        resolve();
      };
      const due = milliseconds >= 0 ? performance.now() + milliseconds : Infinity;
      this.#resting.set(thread, { end, due });
      if (milliseconds >= 0) this.#after(milliseconds, end);
    });
  }

  /** Ends a thread's wait, or the one it is about to begin. */
  wake(thread) {
    const rest = this.#resting.get(thread);
    if (rest) rest.end();
    else this.#woken.add(thread);
  }

  #after(milliseconds, end) {
    if (milliseconds >= COARSE_TIMER) {
      setTimeout(end, milliseconds);
      return;
    }
    const due = performance.now() + milliseconds;
    const turn = () => (performance.now() >= due ? end() : this.#turn(turn));
    this.#turn(turn);
  }

  #turn(next) {
    this.#turns.push(next);
    this.#channel.port2.postMessage(null);
  }

  /** Makes a call; `thread` is woken at its end, 0 waits for none. */
  call(thread, id, json, bytes) {
    if (this.#over) return;
    if (thread) this.#owners.set(id, thread);
    this.#flush();
    if (!this.#mailbox?.hand(json, bytes)) this.#say(json, bytes);
  }

  /**
   * Makes a call. While nobody else needs the worker, waits for its end in place: then it gives what `answer` gives.
   * Undefined where the call blocks, or something else came first.
   */
  ask(thread, id, json, bytes, others) {
    const leisure = this.#woken.has(thread) ? 0 : this.#leisure(others);
    if (leisure > 0) this.#mailbox.expect(id);
    this.call(thread, id, json, bytes);
    const left = leisure > 0 ? this.#mailbox.wait(id, leisure, this.#heard) : null;
    if (left === null) return undefined;
    this.#owners.delete(id);
    if (left.bytes) this.#bytes.set(id, left.bytes);
    return left.json;
  }

  /** A message has come. */
  heard() {
    this.#heard += 1;
  }

  /** Whether the thread that runs is to give way: to one of so many others, or to the page. */
  wanted(others) {
    this.#flush();
    return this.#leisure(others) <= 0;
  }

  /** For how many milliseconds it need not. */
  #leisure(others) {
    if (this.#mailbox?.posted() !== this.#heard || this.#resting.size !== others) return 0;
    let due = Infinity;
    for (const rest of this.#resting.values()) due = Math.min(due, rest.due);
    return Math.min(IN_PLACE, due - performance.now());
  }

  cancel(id) {
    this.send(JSON.stringify({ cancel: { id } }));
  }

  /** A call has ended: the message as it came, the bytes beside it. */
  returned(id, json, bytes) {
    const thread = this.#owners.get(id);
    if (!this.#owners.delete(id)) return;
    this.#answers.set(id, json);
    if (bytes) this.#bytes.set(id, bytes);
    this.wake(thread);
  }

  /** The message that ended a call; undefined while it is under way. */
  answer(id) {
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    return answer;
  }

  /** Bytes beside a message that ends no call. They are taken at once, as those of call 0. */
  keep(bytes) {
    this.#bytes.set(0, bytes);
  }

  /** The bytes beside a call's value. */
  bytes(id) {
    const bytes = this.#bytes.get(id);
    this.#bytes.delete(id);
    return bytes;
  }

  /** Sends a message; what was printed before it goes before it. */
  send(json, bytes = null) {
    if (this.#over) return;
    this.#flush();
    this.#say(json, bytes);
  }

  #say(json, bytes = null) {
    this.#mailbox?.posts();
    this.#post([json, bytes ?? null]);
  }

  /** C has ended the process. */
  exit(status) {
    this.finish(JSON.stringify({ finished: { status: status & 0xff, error: null } }));
  }

  /** Python has crashed. */
  crash(error) {
    const said = this.#complaint.lastIndexOf(FATAL);
    const words = said < 0 ? String(error) : this.#complaint.slice(said).split("\n", 1)[0];
    this.finish(JSON.stringify({ crashed: { words: words.slice(0, LAST_WORDS).toWellFormed() } }));
  }

  /** Sends the last message. Daemon threads that still wait never go on, as when a process ends. */
  finish(json) {
    if (!this.#over) this.#tellFiles(true);
    this.send(json);
    this.#over = true;
    clearTimeout(this.#reportTimer);
    clearTimeout(this.#look);
  }

  #lookAtFiles() {
    this.#tellFiles(false);
    this.#look = setTimeout(() => this.#lookAtFiles(), LOOK_INTERVAL);
  }

  /** Tells of what the program has written; `last` is whether it writes no more. */
  #tellFiles(last) {
    for (const { path, size, bytes } of this.#files.written(last)) {
      this.send(JSON.stringify({ wrote: { name: path, size } }), bytes);
    }
  }

  /** Some thread stands elsewhere than before. */
  changed(atOnce) {
    if (this.#over || (this.#reportTimer !== null && !atOnce)) return;
    clearTimeout(this.#reportTimer);
    const now = performance.now();
    this.#reportDue = atOnce ? now : Math.max(now, this.#lastReport + REPORT_INTERVAL);
    this.#reportTimer = setTimeout(() => this.#report(), this.#reportDue - now);
  }

  /** Whether a report is due that no timer can make, since Python does not give way. */
  overdue() {
    return this.#reportTimer !== null && this.#reportDue <= performance.now();
  }

  /** Makes it. */
  settle() {
    clearTimeout(this.#reportTimer);
    this.#report();
  }

  #report() {
    this.#reportTimer = null;
    this.#lastReport = performance.now();
    this.report();
  }

  /** Takes what Python writes to its descriptors 1 and 2. */
  console(pyodide) {
    pyodide.setStdin({ stdin: () => null, isatty: false });
    pyodide.setStdout(this.#sink("stdout"));
    pyodide.setStderr(this.#sink("stderr"));
  }

  #sink(stream) {
    const decoder = new TextDecoder();
    const write = (bytes) => {
      const text = decoder.decode(bytes, { stream: true });
      if (stream === "stderr") this.#complaint = (this.#complaint + text).slice(-COMPLAINT);
      this.#write(stream, text);
      return bytes.length;
    };
    return { write, isatty: true };
  }

  #write(stream, text) {
    const last = this.#output.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#output.push({ stream, text });
    // Microtasks run once Python gives way; where it does not, time decides.
    if (this.#output.length === 1 && last === undefined) queueMicrotask(() => this.#flush());
    if (performance.now() - this.#lastOutput > OUTPUT_INTERVAL) this.#flush();
  }

  #flush() {
    if (this.#over || this.#output.length === 0) return;
    this.#lastOutput = performance.now();
    for (const { stream, text } of this.#output) {
      for (let at = 0; at < text.length;) {
        let end = Math.min(at + PIECE, text.length);
        // No character is cut in two: half of one is no text.
        if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
        this.#say(JSON.stringify({ output: { stream, text: text.slice(at, end) } }));
        at = end;
      }
    }
    this.#output = [];
  }
}
