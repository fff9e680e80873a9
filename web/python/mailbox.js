// Where the end of a call is left for a worker that waits for it in place, without giving way.

// What can be left: a message and the bytes beside it. What is longer comes as a message.
const ROOM = 128 * 1024;

// The words at its beginning, and where what is left lies behind them.
const [STATE, TEXT_LENGTH, BYTES_LENGTH, POSTED, WORDS] = [0, 1, 2, 3, 4];
const FIRST = WORDS * Int32Array.BYTES_PER_ELEMENT;

// What the state is, besides the number of the call that is waited for.
const NOBODY_WAITS = 0;
const LEFT = -1;

/** The worker's side. */
export class Mailbox {
  buffer = new SharedArrayBuffer(FIRST + ROOM);
  #words = new Int32Array(this.buffer, 0, WORDS);
  #room = new Uint8Array(this.buffer, FIRST);
  #decoder = new TextDecoder();

  /** How many messages were posted to the worker. */
  posted() {
    return Atomics.load(this.#words, POSTED);
  }

  /** Before a call is made: its end may be left here. */
  expect(id) {
    Atomics.store(this.#words, STATE, id);
  }

  /**
   * Waits for the call's end, if `heard` is all that was posted: its message and the bytes beside it. Null where it comes
   * as a message, for something is posted first, or the call blocks or takes longer.
   */
  wait(id, milliseconds, heard) {
    if (this.posted() === heard) Atomics.wait(this.#words, STATE, id, milliseconds);
    // It may be left at this very moment.
    if (Atomics.compareExchange(this.#words, STATE, id, NOBODY_WAITS) !== LEFT) return null;
    const [end, bytes] = [this.#words[TEXT_LENGTH], this.#words[BYTES_LENGTH]];
    const json = this.#decoder.decode(this.#room.slice(0, end));
    return { json, bytes: bytes < 0 ? null : this.#room.slice(end, end + bytes) };
  }
}

/** The other side. */
export class Letters {
  #words;
  #room;
  #encoder = new TextEncoder();

  constructor(buffer) {
    this.#words = new Int32Array(buffer, 0, WORDS);
    this.#room = new Uint8Array(buffer, FIRST);
  }

  /**
   * Leaves the end of a call; whether the worker takes it from here. As long as it waits it reads nothing, so the room is
   * written before the state is changed; where it gave up meanwhile, nobody reads what was written.
   */
  leave(id, json, bytes) {
    if (Atomics.load(this.#words, STATE) !== id) return false;
    const text = this.#encoder.encode(json);
    if (text.length + (bytes?.length ?? 0) > ROOM) return false;
    this.#room.set(text);
    if (bytes) this.#room.set(bytes, text.length);
    this.#words[TEXT_LENGTH] = text.length;
    this.#words[BYTES_LENGTH] = bytes?.length ?? -1;
    return this.#change(id, LEFT);
  }

  /** The end of a call comes later, and as a message. */
  decline(id) {
    this.#change(id, NOBODY_WAITS);
  }

  /** A message is posted: the worker is not to wait for whatever it waits for, but to take it. */
  posted() {
    // First the count: a worker that begins to wait looks at it last.
    Atomics.add(this.#words, POSTED, 1);
    const awaited = Atomics.load(this.#words, STATE);
    if (awaited > NOBODY_WAITS) this.#change(awaited, NOBODY_WAITS);
  }

  /** Changes the state if the worker waits for this call; whether it does. */
  #change(awaited, state) {
    const changed = Atomics.compareExchange(this.#words, STATE, awaited, state) === awaited;
    if (changed) Atomics.notify(this.#words, STATE);
    return changed;
  }
}
