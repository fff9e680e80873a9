// The WebSocket to the relay. What is said on it and when it is opened anew, the page decides; only calls of programs
// go out without being asked about, once the page has said that they may.

import { decode, encode } from "./frames.js";
import { Forged, onTheWire } from "./statements.js";

// Calls that are sent from here are counted from here on; the page counts its own from 1.
const FIRST_CALL = 2 ** 31;

export class Relay {
  #reports;
  #socket = null;
  #number = 0;
  #passes = false;
  // How many of the page's counted messages have gone out.
  #said = 0;
  // How many calls the page was handed because none passed.
  #handed = 0;
  #nextCall = FIRST_CALL;
  // Who made the calls under way that were sent from here: a program, and its own number for the call.
  #callers = new Map();

  constructor(reports) {
    this.#reports = reports;
  }

  /** Opens a WebSocket; what happens with it is told with its number. */
  open(url, number) {
    this.close();
    this.#number = number;
    try {
      this.#socket = new WebSocket(url);
    } catch {
      this.#reports.tell("closed", number);
      return;
    }
    const socket = this.#socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#reports.tell("opened", number);
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => {
      this.#forget();
      this.#reports.tell("closed", number);
    };
  }

  /** Closes it; nothing of it is told any more. */
  close(code) {
    const socket = this.#socket;
    if (!socket) return;
    this.#forget();
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(...(code ? [code] : []));
  }

  /** The session is over, and none of its calls will return. */
  lose() {
    this.#callers.clear();
  }

  #forget() {
    this.#socket = null;
    this.#passes = false;
  }

  /** Sends a frame of the page's, after which it has said so many counted messages. */
  send(data, count) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(data);
    this.#said = count;
  }

  /**
   * Whether calls pass, now that the page has said so many counted messages. They do once the page has made those that
   * it was handed: no call overtakes another.
   */
  pass(passes, handled, count) {
    this.#said = count;
    this.#passes = passes && handled === this.#handed && this.#socket?.readyState === WebSocket.OPEN;
  }

  /** A program says something. */
  hear(program, json, bytes) {
    if (!program) return;
    let call;
    try {
      call = program.read(json, bytes);
    } catch (error) {
      if (!(error instanceof Forged)) throw error;
      program.close();
      this.#reports.tell("forged", program.number, error.message);
      return;
    }
    if (call) this.#call(program, call, bytes);
    else this.#reports.tell("said", program.number, json, bytes);
  }

  /** A program makes a call. What is sent and told of it is written anew, from what was understood of its message. */
  #call(program, call, bytes) {
    const statement = JSON.stringify({ call });
    if (!this.#passes) {
      this.#handed += 1;
      this.#reports.tell("called", program.number, statement, bytes);
      return;
    }
    const id = this.#nextCall++;
    const message = onTheWire(id, call);
    this.#socket.send(bytes ? encode(id, message, bytes) : message);
    const at = performance.timeOrigin + performance.now();
    this.#callers.set(id, { program, own: call.id });
    this.#reports.note("passed", program.number, statement, bytes, id, at, this.#said);
  }

  #receive(data) {
    const end = this.#callers.size > 0 ? this.#endOf(data) : null;
    if (!end) {
      this.#reports.tell("frame", this.#number, data);
      return;
    }
    // Of the end the page is told before it is told of the next call.
    this.#reports.note("frame", this.#number, data);
    this.returned(end.program, end.own, end.outcome, end.bytes);
  }

  /** A program's call has ended so: with `ok` or with `error`. */
  returned(program, id, outcome, bytes) {
    const next = program?.returned(id, outcome, bytes);
    if (next) this.hear(program, next.json, next.bytes);
  }

  /** If a program's call has ended: whose, and how. */
  #endOf(data) {
    let message, bytes;
    try {
      ({ message, bytes } = decode(data));
    } catch {
      // What cannot be read, the page has words for.
      return null;
    }
    const { return: returned, event } = message;
    const id = returned?.id ?? event?.blocked?.id;
    const caller = this.#callers.get(id);
    if (!caller) return null;
    if (!returned) {
      caller.program.blocked(caller.own);
      return null;
    }
    this.#callers.delete(id);
    return { ...caller, outcome: returned, bytes };
  }
}
