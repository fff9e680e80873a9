// The transport's judgement of what programs say: a line of JSON in, a line out. `judge.rs` is the other side.

import { createInterface } from "node:readline";
import { Forged, Statements, onTheWire } from "../../transport/statements.js";

/** A program that has made so many sockets, whose names are 1, 2, … */
function programWith(sockets) {
  const statements = new Statements();
  for (let socket = 1; socket <= sockets; socket += 1) {
    statements.ended(0, { socket: { socket, fileno: 9 } });
  }
  return statements;
}

function judged({ json, bytes, sockets, host }) {
  try {
    const call = programWith(sockets).read(json, bytes === null ? null : new Uint8Array(bytes));
    return call ? { call: { wire: onTheWire(2 ** 31, call, host), statement: JSON.stringify({ call }) } } : "other";
  } catch (error) {
    if (error instanceof Forged) return { forged: error.message };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(judged(JSON.parse(line)))}\n`);
}
