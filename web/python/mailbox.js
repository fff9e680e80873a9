// Where the page leaves the end of a call that the worker waits for in place, without giving way.
// `web/src/worker/mailbox.rs` has the other side of it.

// What the page can leave: a message and the bytes beside it. What is longer comes as a message.
const ROOM = 128 * 1024;

// The words at its beginning, and where what is left lies behind them.
const [STATE, TEXT_LENGTH, BYTES_LENGTH, POSTED, WORDS] = [0, 1, 2, 3, 4];
const FIRST = WORDS * Int32Array.BYTES_PER_ELEMENT;

// What the state is, besides the number of the call that is waited for.
const NOBODY_WAITS = 0;
const LEFT = -1;

export class Mailbox {
  buffer = new SharedArrayBuffer(FIRST + ROOM);
  #words = new Int32Array(this.buffer, 0, WORDS);
  #room = new Uint8Array(this.buffer, FIRST);
  #decoder = new TextDecoder();

  /** How many messages the page has posted since it knows of this memory. */
  posted() {
    return Atomics.load(this.#words, POSTED);
  }

  /** Before a call is made: its end may be left here. */
  expect(id) {
    Atomics.store(this.#words, STATE, id);
  }

  /**
   * Waits for the call's end, if `heard` is all that the page has posted: its message and the bytes beside it. Null
   * where it comes as a message, for the page posts something first, or the call blocks or takes longer.
   */
  wait(id, milliseconds, heard) {
    if (this.posted() === heard) Atomics.wait(this.#words, STATE, id, milliseconds);
    // The page may leave it at this very moment.
    if (Atomics.compareExchange(this.#words, STATE, id, NOBODY_WAITS) !== LEFT) return null;
    const [end, bytes] = [this.#words[TEXT_LENGTH], this.#words[BYTES_LENGTH]];
    const json = this.#decoder.decode(this.#room.slice(0, end));
    return { json, bytes: bytes < 0 ? null : this.#room.slice(end, end + bytes) };
  }
}
