// A program's terminal: xterm.js, which shows what the program wrote and, behind it, the line that is being typed.

import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { Terminal as Xterm } from "@xterm/xterm";
import styles from "@xterm/xterm/css/xterm.css";

import { followTheme, font, searchColours } from "./look.js";
import { Marks } from "./marks.js";

// As many as the page keeps of a console.
const SCROLLBACK = 2000;

// How long the terminal flashes for a bell, in milliseconds.
const FLASH = 150;

// What is written around text of each source: error output and typed text have colours of their own.
const AROUND = { stdout: ["", ""], stderr: ["\x1b[91m", "\x1b[39m"], typed: ["\x1b[96m", "\x1b[39m"] };

/** A terminal inside `parent`. `on` has `typed(text)`, `resized(columns, lines)`, `found(at, count)` and `find()`. */
export function create(parent, label, on) {
  return new Terminal(parent, label, on);
}

class Terminal {
  #xterm;
  #search = new SearchAddon();
  #parent;
  #marks;
  #ends = [];
  // Where the line that is being typed begins, and where its cursor is, while one is shown.
  #line = null;

  constructor(parent, label, on) {
    const xterm = new Xterm({
      ...font(parent),
      allowProposedApi: true,
      convertEol: true,
      disableStdin: true,
      // A program may print any address; opening it is left to the person.
      linkHandler: { activate() {} },
      minimumContrastRatio: 4.5,
      scrollback: SCROLLBACK,
    });
    this.#xterm = xterm;
    this.#parent = parent;
    adopt(styles);
    const fit = new FitAddon();
    xterm.loadAddon(fit);
    xterm.loadAddon(this.#search);
    xterm.loadAddon(new Unicode11Addon());
    xterm.unicode.activeVersion = "11";
    xterm.attachCustomKeyEventHandler((event) => this.#isForProgram(event, on));
    this.#marks = new Marks(xterm);
    xterm.onData(on.typed);
    xterm.onResize(({ cols, rows }) => on.resized(cols, rows));
    xterm.onBell(() => flash(parent));
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) => on.found(resultIndex + 1, resultCount));
    // Where it is not drawn, as behind a tab, no character has a size by which the terminal could have one.
    const resize = () => {
      if (parent.clientHeight === 0) return;
      if (!xterm.element) {
        xterm.open(parent);
        xterm.textarea.setAttribute("aria-label", label);
      }
      fit.fit();
    };
    const observer = new ResizeObserver(resize);
    observer.observe(parent);
    this.#ends.push(followTheme(xterm, parent), () => observer.disconnect());
  }

  /**
   * Writes `pieces`, each a source and a text, and behind them the line that is being typed, with its cursor between
   * `before` and `after`. Calls `done` when all of it is in place; until then nothing else may be written.
   */
  write(pieces, before, after, done) {
    this.#takeLineAway();
    for (const [source, text] of pieces) {
      const [colour, normal] = AROUND[source];
      this.#xterm.write(colour + text + normal, () => this.#marks.written(source));
    }
    if (before + after === "") {
      this.#xterm.write("", done);
      return;
    }
    const [colour, normal] = AROUND.typed;
    const line = {};
    this.#xterm.write("", () => (line.start = this.#cursor()));
    this.#xterm.write(colour + before, () => (line.cursor = this.#cursor()));
    this.#xterm.write(after + normal, () => {
      this.#line = line;
      this.#xterm.write(after === "" ? "" : this.#to(line.cursor), () => {
        this.#marks.passOver();
        done();
      });
    });
  }

  /** Another program: nothing of the last is left. */
  reset() {
    this.#line = null;
    this.#search.clearDecorations();
    this.#xterm.reset();
    this.#xterm.unicode.activeVersion = "11";
    this.#marks.reset();
  }

  /** Whether there is a program to type to. */
  setEnabled(enabled) {
    this.#xterm.options.disableStdin = !enabled;
    this.#xterm.options.cursorStyle = enabled ? "block" : "underline";
  }

  /** Whether screen readers are told what appears. */
  setScreenReader(on) {
    this.#xterm.options.screenReaderMode = on;
  }

  /** Finds a text in all that is kept: the next place of it, or the one before. */
  search(text, backwards) {
    const options = { decorations: searchColours(this.#parent) };
    if (text === "") this.#search.clearDecorations();
    else if (backwards) this.#search.findPrevious(text, options);
    else this.#search.findNext(text, options);
  }

  focus() {
    this.#xterm.focus();
  }

  destroy() {
    for (const end of this.#ends) end();
    this.#xterm.dispose();
  }

  /** Where the cursor is, however much is scrolled later. */
  #cursor() {
    return { row: this.#xterm.registerMarker(0), column: this.#xterm.buffer.active.cursorX };
  }

  /** What moves the cursor to a place in view. */
  #to({ row, column }) {
    const buffer = this.#xterm.buffer.active;
    const up = buffer.baseY + buffer.cursorY - (row?.line ?? 0);
    const vertical = up === 0 ? "" : up > 0 ? `\x1b[${up}A` : `\x1b[${-up}B`;
    return `${vertical}\x1b[${Math.min(column + 1, this.#xterm.cols)}G`;
  }

  #takeLineAway() {
    if (this.#line === null) return;
    const { start, cursor } = this.#line;
    // Behind a full row the line began in the next.
    const next = start.column >= this.#xterm.cols ? "\x1b[B\r" : "";
    this.#xterm.write(`${this.#to(start)}${next}\x1b[J`, () => this.#marks.passOver());
    start.row?.dispose();
    cursor.row?.dispose();
    this.#line = null;
  }

  /** Keys that are the page's: Tab leaves the terminal, and copying, pasting and finding are the browser's. */
  #isForProgram(event, on) {
    const key = event.key.toLowerCase();
    const control = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (key === "tab" || (control && key === "v")) return false;
    if (control && key === "c" && (event.shiftKey || event.metaKey || this.#xterm.hasSelection())) return false;
    if (control && key === "f") {
      event.preventDefault();
      if (event.type === "keydown") on.find();
      return false;
    }
    return true;
  }
}

function flash(parent) {
  parent.classList.add("is-ringing");
  setTimeout(() => parent.classList.remove("is-ringing"), FLASH);
}

let adopted = false;

function adopt(text) {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}
