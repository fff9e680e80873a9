// Breakpoints: a gutter that is pressed, and a set of positions that moves with the text.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";

/** Replaces every breakpoint by those at the lines given. */
export const placeBreakpoints = StateEffect.define();

const turn = StateEffect.define();

class Dot extends GutterMarker {
  toDOM() {
    const dot = document.createElement("i");
    dot.className = "cm-breakpoint";
    return dot;
  }
}

const DOT = new Dot();

const places = StateField.define({
  create: () => RangeSet.empty,
  update(set, transaction) {
    let next = set.map(transaction.changes);
    const doc = transaction.newDoc;
    for (const effect of transaction.effects) {
      if (effect.is(placeBreakpoints)) {
        const known = effect.value.filter((line) => line >= 1 && line <= doc.lines);
        next = RangeSet.of(known.map((line) => DOT.range(doc.line(line).from)), true);
      } else if (effect.is(turn)) {
        const at = effect.value;
        const there = lines(next, doc).includes(doc.lineAt(at).number);
        next = there
          ? next.update({ filter: (from) => doc.lineAt(from).number !== doc.lineAt(at).number })
          : next.update({ add: [DOT.range(doc.lineAt(at).from)] });
      }
    }
    return next;
  },
});

function lines(set, doc) {
  const found = new Set();
  for (let cursor = set.iter(); cursor.value; cursor.next()) found.add(doc.lineAt(cursor.from).number);
  return [...found].sort((a, b) => a - b);
}

/** The lines with breakpoints, from 1. */
export function breakpointLines(state) {
  return lines(state.field(places), state.doc);
}

/** Turns the breakpoint of the line the cursor is in. */
export function turnBreakpoint(view) {
  view.dispatch({ effects: turn.of(view.state.selection.main.head) });
  return true;
}

export function breakpoints() {
  return [
    places,
    gutter({
      class: "cm-breakpoints",
      markers: (view) => view.state.field(places),
      initialSpacer: () => DOT,
      domEventHandlers: {
        mousedown(view, line) {
          view.dispatch({ effects: turn.of(line.from) });
          return true;
        },
      },
    }),
  ];
}
