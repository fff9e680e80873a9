// The worker of one program, as the transport knows it.

import { Letters } from "../python/mailbox.js";

export class Program {
  #port;
  #letters;

  /** `buffer` is the program's mailbox, null where workers share no memory; `heard(json, bytes)` is told what it says. */
  constructor(number, port, buffer, heard) {
    this.number = number;
    this.#port = port;
    this.#letters = buffer && new Letters(buffer);
    port.onmessage = ({ data: [json, bytes] }) => heard(json, bytes);
  }

  post(json, bytes) {
    this.#letters?.posted();
    this.#port.postMessage([json, bytes]);
  }

  /** A call has ended, as this message says; where the program waits for it in place, it is left in its mailbox. */
  returned(id, json, bytes) {
    if (!this.#letters?.leave(id, json, bytes)) this.post(json, bytes);
  }

  /** A call blocks: it is not worth waiting for it in place. */
  blocked(id) {
    this.#letters?.decline(id);
  }

  close() {
    this.#port.close();
  }
}
