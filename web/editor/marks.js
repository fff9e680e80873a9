// Marks on lines: where threads stand, where an error came from, what the person points at.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

export const placeThreads = StateEffect.define();
export const placeError = StateEffect.define();
export const placeHover = StateEffect.define();

class Names extends WidgetType {
  constructor(threads) {
    super();
    this.threads = threads;
    this.key = threads.map(({ name, colour, state }) => `${name}\n${colour}\n${state}`).join("\n\n");
  }

  eq(other) {
    return this.key === other.key;
  }

  toDOM() {
    const all = document.createElement("span");
    all.className = "cm-threads";
    for (const { name, colour, state } of this.threads) {
      const tag = all.appendChild(document.createElement("span"));
      tag.className = `cm-thread is-${state}`;
      tag.style.setProperty("--thread", `var(--thread-${colour})`);
      tag.textContent = name;
    }
    return all;
  }
}

class Fault extends WidgetType {
  constructor(message) {
    super();
    this.message = message;
  }

  eq(other) {
    return this.message === other.message;
  }

  toDOM() {
    const line = document.createElement("div");
    line.className = "cm-fault";
    line.setAttribute("role", "note");
    line.textContent = this.message;
    return line;
  }
}

const NOTHING = { threads: [], error: null, hover: 0 };

const field = StateField.define({
  create: () => ({ ...NOTHING, set: Decoration.none }),
  update(value, transaction) {
    let next = value;
    for (const effect of transaction.effects) {
      if (effect.is(placeThreads)) next = { ...next, threads: effect.value };
      if (effect.is(placeError)) next = { ...next, error: effect.value };
      if (effect.is(placeHover)) next = { ...next, hover: effect.value };
    }
    if (next !== value) return { ...next, set: decorations(next, transaction.state.doc) };
    // Until the program says more, marks stay with their text.
    return transaction.docChanged ? { ...value, set: value.set.map(transaction.changes) } : value;
  },
  provide: (self) => EditorView.decorations.from(self, ({ set }) => set),
});

function decorations({ threads, error, hover }, doc) {
  const found = [];
  const has = (line) => line >= 1 && line <= doc.lines;
  const line = (number, name, style) =>
    found.push(Decoration.line({ class: name, attributes: style ? { style } : {} }).range(doc.line(number).from));
  const by = Map.groupBy ? Map.groupBy(threads, ({ line }) => line) : grouped(threads);
  for (const [number, here] of by) {
    if (!has(number)) continue;
    const { colour, state } = here.find(({ state }) => state === "paused") ?? here[0];
    line(number, `cm-stands is-${state}`, `--thread: var(--thread-${colour})`);
    const widget = new Names(here);
    found.push(Decoration.widget({ widget, side: 1 }).range(doc.line(number).to));
  }
  if (hover && has(hover)) line(hover, "cm-pointed");
  if (error && has(error.line)) {
    line(error.line, "cm-faulty");
    const widget = new Fault(error.message);
    found.push(Decoration.widget({ widget, side: 2, block: true }).range(doc.line(error.line).to));
  }
  return Decoration.set(found, true);
}

function grouped(threads) {
  const by = new Map();
  for (const thread of threads) by.set(thread.line, [...(by.get(thread.line) ?? []), thread]);
  return by;
}

export function marks() {
  return field;
}
