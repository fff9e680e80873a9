// The messages to the page, in order. A program may make thousands of calls a second, and each message costs this thread
// and the page's as much as a call, so reports that can wait are sent together.

// The longest wait of a report, in milliseconds.
const INTERVAL = 16;

// This many reports in an interval are sent at once even if they could wait: a person who steps needs to see each.
const AT_ONCE = 4;

export class Reports {
  #post;
  #waiting = [];
  #lately = 0;
  #timer = null;

  constructor(post) {
    this.#post = post;
  }

  /** Sends a report now, after those that wait. */
  tell(...entry) {
    this.#waiting.push(entry);
    this.#flush();
  }

  /** Sends a report soon. */
  note(...entry) {
    this.#waiting.push(entry);
    this.#lately += 1;
    if (this.#lately <= AT_ONCE) this.#flush();
    this.#timer ??= setTimeout(() => this.#rested(), INTERVAL);
  }

  #rested() {
    // In a stream of reports, each waits from the first one on.
    const quiet = this.#lately <= AT_ONCE;
    this.#lately = quiet ? 0 : AT_ONCE;
    this.#timer = quiet ? null : setTimeout(() => this.#rested(), INTERVAL);
    if (this.#waiting.length > 0) this.#flush();
  }

  #flush() {
    // Frames and buffers are the page's from here on: copies would be left to the garbage collector.
    const last = this.#waiting.filter(([word]) => word === "frame" || word === "spare").map(([, , data]) => data);
    this.#post(this.#waiting, last.filter((data) => typeof data !== "string"));
    this.#waiting = [];
  }
}
