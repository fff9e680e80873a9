// The WebSocket to the relay. The page decides what is sent on it and when it is opened again; only calls of programs
// are forwarded without the page, while it permits that.

import { decode, encode } from "./frames.js";
import { Forged, onTheWire } from "./statements.js";

// The first id of calls forwarded from here; the page counts its own from 1.
const FIRST_CALL = 2 ** 31;

export class Relay {
  #reports;
  #socket = null;
  #number = 0;
  #passes = false;
  // How many of the page's counted messages have been sent.
  #said = 0;
  // How many calls were handed to the page because forwarding was not permitted.
  #handed = 0;
  #nextCall = FIRST_CALL;
  // The callers of pending forwarded calls: a program, and its own number for the call.
  #callers = new Map();

  constructor(reports) {
    this.#reports = reports;
  }

  /** Opens a WebSocket; its events are reported with its number. */
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

  /** Closes it; later events of it are not reported. */
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

  /** Sends a frame of the page, after which the page has sent `count` counted messages. */
  send(data, count) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(data);
    this.#said = count;
  }

  /** The same with bytes in a buffer that is given back. */
  sendLent(data, count) {
    this.send(data, count);
    this.#reports.tell("spare", this.#number, data.buffer);
  }

  /**
   * Whether calls are forwarded, now that the page has sent this many counted messages. They are once the page has made
   * those that were handed to it, so that no call overtakes another.
   */
  pass(passes, handled, count) {
    this.#said = count;
    this.#passes = passes && handled === this.#handed && this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Handles a message of a program. */
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

  /** Forwards a call of a program. It is encoded anew from the checked message, not copied. */
  #call(program, call, bytes) {
    const statement = JSON.stringify({ call });
    if (!this.#passes) {
      this.#handed += 1;
      this.#reports.tell("called", program.number, statement, bytes);
      return;
    }
    const id = this.#nextCall++;
    const { host } = program;
    const message = onTheWire(id, call, host);
    this.#socket.send(bytes ? encode(id, message, bytes) : message);
    const at = performance.timeOrigin + performance.now();
    this.#callers.set(id, { program, own: call.id });
    this.#reports.note("passed", program.number, statement, bytes, id, at, this.#said, host);
  }

  #receive(data) {
    const end = this.#callers.size > 0 ? this.#endOf(data) : null;
    if (!end) {
      this.#reports.tell("frame", this.#number, data);
      return;
    }
    // The page receives the end before the next call.
    this.#reports.note("frame", this.#number, data);
    this.returned(end.program, end.own, end.outcome, end.bytes);
  }

  /** A program's call has ended with `ok` or with `error`. */
  returned(program, id, outcome, bytes) {
    const next = program?.returned(id, outcome, bytes);
    if (next) this.hear(program, next.json, next.bytes);
  }

  /** The caller and the outcome, if the frame is the return of a program's call. */
  #endOf(data) {
    let message, bytes;
    try {
      ({ message, bytes } = decode(data));
    } catch {
      // The page reports unreadable messages.
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
