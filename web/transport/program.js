// The worker of one program, as the transport knows it.

import { Letters } from "../python/mailbox.js";
import { Statements } from "./statements.js";

// How soon the next call follows the end of one in a sequence of calls, in milliseconds: the longest wait for it, during
// which this thread does nothing else.
const PAUSE = 0.5;

export class Program {
  #port;
  #letters;
  #statements = new Statements();
  // When its last call ended, and whether the next one followed within `PAUSE`.
  #ended = -PAUSE;
  #brisk = false;

  /**
   * The host of the page's network on which its calls without a socket are made; null is the relay's machine. Only the
   * page sets it.
   */
  host;

  /** `buffer` is the program's mailbox, null where workers share no memory; `heard(json, bytes)` receives its messages. */
  constructor(number, port, buffer, host, heard) {
    this.number = number;
    this.host = host;
    this.#port = port;
    this.#letters = buffer && new Letters(buffer);
    port.onmessage = ({ data }) => {
      this.#letters?.heard();
      this.#brisk = performance.now() - this.#ended < PAUSE;
      // A hostile program can post anything.
      const [json, bytes] = Array.isArray(data) ? data : [];
      heard(json, bytes);
    };
  }

  /** The call in a message; null where it has none. Throws `Forged`. */
  read(json, bytes) {
    return this.#statements.read(json, bytes);
  }

  post(json, bytes) {
    this.#letters?.posted();
    this.#port.postMessage([json, bytes]);
  }

  /**
   * Sends the return of a call; where the program blocks for it, through its mailbox. Returns the call that the program
   * hands over right after that, or null.
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

  /** A call blocks: the program should not wait for it at its mailbox. */
  blocked(id) {
    this.#letters?.decline(id);
  }

  /** Ends the exchange of messages with it. */
  close() {
    this.#port.onmessage = null;
    this.#port.close();
    // An ended worker neither reads its mailbox nor calls any more.
    this.#letters = null;
  }
}
