// The code editor: CodeMirror with breakpoints, the lines that threads stand at, and errors at their line.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";

import { advice, placeAdvice } from "./advice.js";
import { breakpoints, breakpointLines, placeBreakpoints, turnBreakpoint } from "./breakpoints.js";
import { marks, placeError, placeHover, placeThreads } from "./marks.js";
import { colours } from "./colours.js";

/** An editor inside `parent`. `on` has `change(text)` and, where the text can have breakpoints, `breakpoints(lines)`. */
export function create(parent, text, label, on) {
  return new Editor(parent, text, label, on);
}

class Editor {
  #view;
  #on;
  #quiet = false;
  #phrases = new Compartment();

  constructor(parent, text, label, on) {
    this.#on = on;
    this.#view = new EditorView({ parent, state: this.#state(text, label) });
  }

  #state(text, label) {
    return EditorState.create({
      doc: text,
      extensions: [
        this.#on.breakpoints ? [breakpoints(), keymap.of([{ key: "F9", run: turnBreakpoint }])] : [],
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        bracketMatching(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        python(),
        colours(),
        marks(),
        advice(),
        // Escape, then Tab, leaves the editor: CodeMirror's own rule for keyboards.
        keymap.of([
          indentWithTab,
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
        ]),
        this.#phrases.of(EditorState.phrases.of({})),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => this.#updated(update)),
      ],
    });
  }

  #updated(update) {
    if (this.#quiet) return;
    if (update.docChanged) this.#on.change(update.state.doc.toString());
    if (!this.#on.breakpoints) return;
    const [before, now] = [breakpointLines(update.startState), breakpointLines(update.state)];
    if (before.join() !== now.join()) this.#on.breakpoints(Uint32Array.from(now));
  }

  #silently(action) {
    this.#quiet = true;
    try {
      action();
    } finally {
      this.#quiet = false;
    }
  }

  /** Another text, as if it had been opened anew; nothing where it is the same. */
  setText(text) {
    if (this.#view.state.doc.toString() === text) return;
    const all = { from: 0, to: this.#view.state.doc.length, insert: text };
    this.#silently(() => this.#view.dispatch({ changes: all, selection: { anchor: 0 } }));
  }

  setBreakpoints(lines) {
    if (breakpointLines(this.#view.state).join() === lines.join()) return;
    this.#silently(() => this.#view.dispatch({ effects: placeBreakpoints.of([...lines]) }));
  }

  /** Where threads stand: `[{ line, name, colour, state }]`; `follow` keeps the first, or one that is held, in view. */
  setThreads(threads, follow) {
    const effects = [placeThreads.of(threads)];
    const { doc } = this.#view.state;
    const there = threads.filter(({ line }) => line >= 1 && line <= doc.lines);
    const line = follow && (there.find(({ state }) => state === "paused") ?? there[0])?.line;
    if (line && !this.#shows(line)) {
      effects.push(EditorView.scrollIntoView(doc.line(line).from, { y: "center" }));
    }
    this.#view.dispatch({ effects });
  }

  #shows(line) {
    const { top, bottom } = this.#view.lineBlockAt(this.#view.state.doc.line(line).from);
    const { scrollTop, clientHeight } = this.#view.scrollDOM;
    return top >= scrollTop && bottom <= scrollTop + clientHeight;
  }

  /** The line an error came from; 0 for none. */
  setError(line, message) {
    this.#view.dispatch({ effects: placeError.of(line ? { line, message } : null) });
  }

  /** What is to be known about lines: `[{ line, words }]`. */
  setAdvice(all) {
    this.#view.dispatch({ effects: placeAdvice.of(all) });
  }

  /** The line of the call that the person points at; 0 for none. */
  setHover(line) {
    this.#view.dispatch({ effects: placeHover.of(line) });
  }

  /** The words of the search panel. */
  setPhrases(phrases) {
    const effects = this.#phrases.reconfigure(EditorState.phrases.of(phrases));
    this.#view.dispatch({ effects });
  }

  destroy() {
    this.#view.destroy();
  }
}
