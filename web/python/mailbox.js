// Memory that a program's worker shares with the transport. A message that the other side blocks for is written there and
// wakes it: neither returns to its event loop, which would cost more than the call.

// What a slot can hold: a message and the bytes beside it. What is longer is posted.
const ROOM = 128 * 1024;

// The words at a slot's beginning; what is left lies behind them.
const [STATE, TEXT_LENGTH, BYTES_LENGTH, SLOT_WORDS] = [0, 1, 2, 3];

// What a slot's state is, besides what is awaited: a positive number.
const NOBODY_WAITS = 0;
const LEFT = -1;

// How many messages were posted to the worker stands in front of the slots.
const POSTED = 0;
const FIRST = Int32Array.BYTES_PER_ELEMENT;
const SLOT = SLOT_WORDS * Int32Array.BYTES_PER_ELEMENT + ROOM;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where one side leaves a message for the other. */
class Slot {
  #words;
  #room;

  constructor(buffer, number) {
    const begin = FIRST + number * SLOT;
    this.#words = new Int32Array(buffer, begin, SLOT_WORDS);
    this.#room = new Uint8Array(buffer, begin + this.#words.byteLength, ROOM);
  }

  /** From now on `what` may be left here. */
  expect(what) {
    Atomics.store(this.#words, STATE, what);
  }

  /**
   * Leaves a message; whether it is taken from here. As long as the other side waits it reads nothing, so the room is
   * written before the state is changed; where it gave up meanwhile, nobody reads what was written.
   */
  leave(what, json, bytes) {
    if (Atomics.load(this.#words, STATE) !== what) return false;
    const text = encoder.encode(json);
    if (text.length + (bytes?.length ?? 0) > ROOM) return false;
    this.#room.set(text);
    if (bytes) this.#room.set(bytes, text.length);
    this.#words[TEXT_LENGTH] = text.length;
    this.#words[BYTES_LENGTH] = bytes?.length ?? -1;
    return this.#change(what, LEFT);
  }

  /** It will not be left here. */
  decline(what) {
    this.#change(what, NOBODY_WAITS);
  }

  /** Whatever is expected will not be left here. */
  declineAny() {
    const awaited = Atomics.load(this.#words, STATE);
    if (awaited > NOBODY_WAITS) this.decline(awaited);
  }

  /** Waits for it: the message and the bytes beside it. Null where it is declined, or takes longer. */
  wait(what, milliseconds) {
    Atomics.wait(this.#words, STATE, what, milliseconds);
    // It may be left at this very moment.
    if (Atomics.compareExchange(this.#words, STATE, what, NOBODY_WAITS) !== LEFT) return null;
    const [end, bytes] = [this.#words[TEXT_LENGTH], this.#words[BYTES_LENGTH]];
    const json = decoder.decode(this.#room.slice(0, end));
    return { json, bytes: bytes < 0 ? null : this.#room.slice(end, end + bytes) };
  }

  #change(from, to) {
    const changed = Atomics.compareExchange(this.#words, STATE, from, to) === from;
    if (changed) Atomics.notify(this.#words, STATE);
    return changed;
  }
}

/** Whether `scope` has memory to share. A browser may be isolated and have none all the same, as WebKitGTK is. */
export function sharesMemory(scope) {
  return Boolean(scope.crossOriginIsolated && scope.SharedArrayBuffer && scope.Atomics);
}

/**
 * The worker's side. The end of a call is awaited by the call's number, the next call by the number it would have among the
 * messages that are posted to the transport: so it is not taken before one that is on its way.
 */
export class Mailbox {
  buffer = new SharedArrayBuffer(FIRST + 2 * SLOT);
  #count = new Int32Array(this.buffer, 0, 1);
  #ends = new Slot(this.buffer, 0);
  #calls = new Slot(this.buffer, 1);
  #next = 1;

  /** How many messages were posted to the worker. */
  posted() {
    return Atomics.load(this.#count, POSTED);
  }

  /** Before a call is made: its end may be left here. */
  expect(id) {
    this.#ends.expect(id);
  }

  /**
   * Waits for the call's end, if `heard` is all that was posted: its message and the bytes beside it. Null where it comes
   * as a message, for something is posted first, or the call blocks or takes longer.
   */
  wait(id, milliseconds, heard) {
    return this.#ends.wait(id, this.posted() === heard ? milliseconds : 0);
  }

  /** Hands over a call, if the transport waits for one. */
  hand(json, bytes) {
    return this.#calls.leave(this.#next, json, bytes);
  }

  /** Something is posted to the transport, which is to take that instead of waiting. */
  posts() {
    this.#next += 1;
    this.#calls.declineAny();
  }
}

/** The transport's side. */
export class Letters {
  #count;
  #ends;
  #calls;
  #next = 1;

  constructor(buffer) {
    this.#count = new Int32Array(buffer, 0, 1);
    this.#ends = new Slot(buffer, 0);
    this.#calls = new Slot(buffer, 1);
  }

  /** Leaves the end of a call; whether the worker takes it from here. */
  leave(id, json, bytes) {
    return this.#ends.leave(id, json, bytes);
  }

  /** The end of a call comes later, and as a message. */
  decline(id) {
    this.#ends.decline(id);
  }

  /** A message is posted: the worker is not to wait for whatever it waits for, but to take it. */
  posted() {
    // First the count: a worker that begins to wait looks at it last.
    Atomics.add(this.#count, POSTED, 1);
    this.#ends.declineAny();
  }

  /** A message of the worker's has come. */
  heard() {
    this.#next += 1;
  }

  /** From now on the next call may be handed over. */
  expectNext() {
    this.#calls.expect(this.#next);
  }

  /** Waits for it: its message and the bytes beside it. Null where it comes later, or as a message. */
  next(milliseconds) {
    return this.#calls.wait(this.#next, milliseconds);
  }
}
