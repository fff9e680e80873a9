// What the page is told, in the order in which it happened. A program may make thousands of calls a second, and each
// message costs this thread and the page's as much as a call: what can wait goes together.

// For how long it waits at most, in milliseconds.
const INTERVAL = 16;

// So many reports in such a time go at once even if they could wait: a person who steps wants to see each.
const AT_ONCE = 4;

export class Reports {
  #post;
  #waiting = [];
  #lately = 0;
  #timer = null;

  constructor(post) {
    this.#post = post;
  }

  /** Tells it now, and before it whatever waits. */
  tell(...entry) {
    this.#waiting.push(entry);
    this.#flush();
  }

  /** Tells it soon. */
  note(...entry) {
    this.#waiting.push(entry);
    this.#lately += 1;
    if (this.#lately <= AT_ONCE) this.#flush();
    this.#timer ??= setTimeout(() => this.#rested(), INTERVAL);
  }

  #rested() {
    // In a stream of reports the next ones wait from the first on.
    const quiet = this.#lately <= AT_ONCE;
    this.#lately = quiet ? 0 : AT_ONCE;
    this.#timer = quiet ? null : setTimeout(() => this.#rested(), INTERVAL);
    if (this.#waiting.length > 0) this.#flush();
  }

  #flush() {
    this.#post(this.#waiting);
    this.#waiting = [];
  }
}
