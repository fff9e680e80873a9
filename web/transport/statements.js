// Checks the messages of a program. A hostile program can make its worker send anything, so a forged message is never
// forwarded: it ends the program.

import { carriesBytes, isCall, madeBy, named, needsSocket, optional, record, short, tag, u32 } from "./calls.js";

// The limits of `shared/src/wire/limits.rs`.
const MAX_CONTROL_BYTES = 64 * 1024;
const MAX_PAYLOAD_BYTES = 1024 * 1024;

// Most characters of one message. The worker cuts its output and its reports into far shorter ones.
const LONGEST = 4 * 1024 * 1024;

// A host's name of the most characters there may be, `shared/src/network/name.rs`.
const LONGEST_HOST = "h".repeat(15);

// Most characters of a file's or a variable's name; `web/python/lab/frames.py` leaves longer ones out.
const LONGEST_NAME = 255;

// Most bytes of a file that a program wrote; `web/python/files.js` sends no larger ones.
const LONGEST_FILE = 64 * 1024 * 1024;

// How much of a forged message the person is shown, in characters.
const SHOWN = 200;

const name = optional(short(LONGEST_NAME));

// A call, and where in the program it was made.
const isStatement = record({
  id: u32, thread: u32, file: name, line: optional(u32), variable: name, socket: optional(u32), op: isCall,
});

// The other messages of a program. The page checks their contents.
const OTHERS = ["wrote", "cancel", "output", "wants_input", "input_taken", "threads", "finished", "crashed"];

const encoder = new TextEncoder();

/** A forged message. */
export class Forged extends Error {}

/** One program's messages, and the sockets and calls that are its own. */
export class Statements {
  // Every socket it ever had: no id is ever another program's.
  #sockets = new Set();
  #calls = new Set();

  /** The call in a message; null where it has none. Throws `Forged`. */
  read(json, bytes) {
    if (typeof json !== "string" || json.length > LONGEST) throw new Forged(typeof json);
    const call = this.#read(json, bytes ?? null);
    if (call === undefined) throw new Forged(json.slice(0, SHOWN));
    return call;
  }

  /** A call has ended, with this value unless it failed. */
  ended(id, value) {
    this.#calls.delete(id);
    for (const socket of madeBy(value)) this.#sockets.add(socket);
  }

  #read(json, bytes) {
    const message = parsed(json);
    const kind = tag(message);
    if (kind === "wrote" && isBytes(bytes, LONGEST_FILE)) return null;
    if (OTHERS.includes(kind)) return bytes === null ? null : undefined;
    if (kind !== "call" || !isStatement(message.call)) return undefined;
    const { call } = message;
    if (!this.#isOwn(call) || !fits(call, bytes)) return undefined;
    this.#calls.add(call.id);
    return call;
  }

  #isOwn({ id, socket, op }) {
    const sockets = socket === null ? named(op) : [socket, ...named(op)];
    return !this.#calls.has(id)
      && needsSocket(op) === (socket !== null)
      && sockets.every((socket) => this.#sockets.has(socket));
  }
}

/** A call in its wire format: text. Without a socket it is made on `host`; null is the relay's machine. */
export const onTheWire = (id, { socket, op }, host) =>
  JSON.stringify({ call: { id, socket, host: socket === null ? host : null, op } });

/** Whether a call fits one message with the bytes beside it. */
function fits(call, bytes) {
  // Whichever host it will be made on.
  const message = onTheWire(2 ** 32 - 1, call, LONGEST_HOST);
  // No character takes more than three bytes.
  const small = message.length * 3 <= MAX_CONTROL_BYTES || encoder.encode(message).length <= MAX_CONTROL_BYTES;
  return small && (carriesBytes(call.op) ? isPayload(bytes) : bytes === null);
}

const isPayload = (bytes) => isBytes(bytes, MAX_PAYLOAD_BYTES);

// Shared memory could change after the check.
function isBytes(bytes, most) {
  return bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer && bytes.length <= most;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
