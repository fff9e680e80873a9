// The marks beside rows of error output, for those who cannot tell it by its colour.

export class Marks {
  #xterm;
  // The row where the piece begins that is written next.
  #start = null;
  #marked = [];

  constructor(xterm) {
    this.#xterm = xterm;
    this.passOver();
  }

  /** A piece of this source is in place. */
  written(source) {
    if (source === "stderr") this.#mark();
    this.passOver();
  }

  /** What was written since has no mark. */
  passOver() {
    this.#start?.dispose();
    this.#start = this.#xterm.registerMarker(0) ?? null;
  }

  reset() {
    for (const mark of this.#marked) mark.dispose();
    this.#marked = [];
    this.passOver();
  }

  #mark() {
    const { baseY, cursorX, cursorY } = this.#xterm.buffer.active;
    const here = baseY + cursorY;
    // What was scrolled away has no row.
    const first = Math.max(this.#start?.line ?? here, 0);
    const last = cursorX === 0 ? here - 1 : here;
    for (let row = first; row <= last; row += 1) {
      const marker = this.#xterm.registerMarker(row - here);
      const decoration = marker && this.#xterm.registerDecoration({ marker });
      if (!decoration) continue;
      decoration.onRender((element) => element.classList.add("console-mark"));
      this.#marked.push(decoration);
    }
    this.#marked = this.#marked.filter((mark) => !mark.isDisposed);
  }
}
