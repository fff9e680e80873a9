// The worker of one program, as the transport knows it.

import { Letters } from "../python/mailbox.js";
import { Statements } from "./statements.js";

// How soon after the end of a call the next one comes where calls follow each other, in milliseconds. It is waited for so
// long at most; meanwhile this thread does nothing else.
const PAUSE = 0.5;

export class Program {
  #port;
  #letters;
  #statements = new Statements();
  // When its last call ended, and whether the one after that was there so soon.
  #ended = -PAUSE;
  #brisk = false;

  /** `buffer` is the program's mailbox, null where workers share no memory; `heard(json, bytes)` is told what it says. */
  constructor(number, port, buffer, heard) {
    this.number = number;
    this.#port = port;
    this.#letters = buffer && new Letters(buffer);
    port.onmessage = ({ data }) => {
      this.#letters?.heard();
      this.#brisk = performance.now() - this.#ended < PAUSE;
      // Anything can be posted.
      const [json, bytes] = Array.isArray(data) ? data : [];
      heard(json, bytes);
    };
  }

  /** The call that it says; null where it says something else. Throws `Forged`. */
  read(json, bytes) {
    return this.#statements.read(json, bytes);
  }

  post(json, bytes) {
    this.#letters?.posted();
    this.#port.postMessage([json, bytes]);
  }

  /**
   * A call has ended so; where the program waits for it in place, that is left in its mailbox. Gives the call that the
   * program hands over right after that, null where it does not.
   */
  returned(id, { ok, error }, bytes) {
    this.#statements.ended(id, ok);
    const json = JSON.stringify({ returned: { id, ok, error } });
    const waits = this.#brisk && this.#letters !== null;
    if (waits) this.#letters.expectNext();
    const left = this.#letters?.leave(id, json, bytes);
    if (!left) this.post(json, bytes);
    this.#ended = performance.now();
    if (!waits) return null;
    const next = this.#letters.next(left ? PAUSE : 0);
    this.#brisk = next !== null;
    return next;
  }

  /** A call blocks: it is not worth waiting for it in place. */
  blocked(id) {
    this.#letters?.decline(id);
  }

  /** Says nothing to it and hears nothing of it any more. */
  close() {
    this.#port.onmessage = null;
    this.#port.close();
    // A worker that is no more waits for ever, and calls no more.
    this.#letters = null;
  }
}
