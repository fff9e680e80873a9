// What is to be known about lines before the program runs.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";

/** `[{ line, words }]`; a line without words is only marked. */
export const placeAdvice = StateEffect.define();

class Words extends WidgetType {
  constructor(words) {
    super();
    this.words = words;
  }

  eq(other) {
    return this.words === other.words;
  }

  toDOM() {
    const line = document.createElement("div");
    line.className = "cm-advice";
    line.setAttribute("role", "note");
    line.textContent = this.words;
    return line;
  }
}

const field = StateField.define({
  create: () => Decoration.none,
  update(set, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(placeAdvice)) return decorations(effect.value, transaction.state.doc);
    }
    return set.map(transaction.changes);
  },
  provide: (self) => EditorView.decorations.from(self),
});

function decorations(advice, doc) {
  const found = [];
  for (const { line, words } of advice) {
    // The text may have changed since it was read.
    if (line > doc.lines) continue;
    const { from, to } = doc.line(line);
    found.push(Decoration.line({ class: "cm-advised" }).range(from));
    if (words) found.push(Decoration.widget({ widget: new Words(words), side: 1, block: true }).range(to));
  }
  return Decoration.set(found, true);
}

/** Tells the style sheet which part of the text is seen, so that words wrap there however long the lines are. */
const seen = ViewPlugin.define((view) => {
  const measure = {
    read: ({ scrollDOM, contentDOM }) => [contentDOM.offsetLeft, scrollDOM.clientWidth - contentDOM.offsetLeft],
    write([left, width], { scrollDOM }) {
      scrollDOM.style.setProperty("--seen-left", `${left}px`);
      scrollDOM.style.setProperty("--seen-width", `${width}px`);
    },
  };
  view.requestMeasure(measure);
  return { update: ({ geometryChanged }) => geometryChanged && view.requestMeasure(measure) };
});

export function advice() {
  return [field, seen];
}
