// The editor's look: the page's own custom properties, so that light and dark follow the page.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const code = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-literal)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-call)" },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.className], color: "var(--code-call)", fontWeight: "600" },
  { tag: tags.meta, color: "var(--code-constant)" },
  { tag: tags.comment, color: "var(--code-soft)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--error)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--card)", fontSize: "var(--text-m)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "var(--space-3)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--accent-soft)",
  },
  ".cm-gutters": { backgroundColor: "var(--pane)", color: "var(--ink-faint)", borderRight: "1px solid var(--line-soft)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--marked) 55%, transparent)" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--blocked-soft)" },
  ".cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", borderBottom: "1px solid var(--line-soft)" },
  ".cm-breakpoints": { width: "1.1em", cursor: "pointer" },
  ".cm-breakpoints .cm-gutterElement": { display: "flex", alignItems: "center", justifyContent: "center" },
  ".cm-breakpoint": {
    width: "0.62em", height: "0.62em", borderRadius: "50%", background: "var(--error)", display: "block",
  },
  ".cm-stands": { boxShadow: "inset 3px 0 0 var(--thread)", background: "color-mix(in srgb, var(--thread) 9%, transparent)" },
  ".cm-stands.is-paused": { background: "color-mix(in srgb, var(--thread) 22%, transparent)" },
  ".cm-stands.is-blocked": {
    backgroundImage:
      "repeating-linear-gradient(135deg, var(--blocked-soft) 0 7px, var(--blocked-hatch) 7px 9px)",
  },
  ".cm-threads": { position: "sticky", right: "0.5em", float: "right", marginLeft: "1em", fontFamily: "var(--font-ui)" },
  ".cm-thread": {
    marginLeft: "0.4em", padding: "0 0.5em", borderRadius: "999px", fontSize: "var(--text-xs)",
    color: "var(--card)", background: "var(--thread)",
  },
  ".cm-thread.is-blocked": { color: "var(--blocked)", background: "var(--card)", boxShadow: "inset 0 0 0 1px var(--blocked-line)" },
  ".cm-pointed": { background: "var(--marked)", boxShadow: "inset 3px 0 0 var(--accent)" },
  ".cm-advised": { boxShadow: "inset 3px 0 0 var(--blocked-line)" },
  ".cm-advice": {
    padding: "var(--space-1) var(--space-5)", color: "var(--blocked)", background: "var(--blocked-soft)",
    borderBottom: "1px solid var(--blocked-line)", fontFamily: "var(--font-ui)",
  },
  // They stay where they are seen, and wrap there (advice.js).
  ".cm-advice, .cm-fault": {
    position: "sticky", left: "var(--seen-left)", boxSizing: "border-box", width: "var(--seen-width)", whiteSpace: "pre-wrap",
    overflowWrap: "anywhere", fontSize: "var(--text-s)",
  },
  ".cm-faulty": { background: "var(--error-soft)" },
  ".cm-fault": {
    padding: "var(--space-2) var(--space-5)", color: "var(--error)", background: "var(--error-soft)",
    borderBlock: "1px solid var(--error-line)",
  },
});

export function colours() {
  return [look, syntaxHighlighting(code)];
}
