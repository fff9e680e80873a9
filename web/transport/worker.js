// This worker has the page's WebSocket, between the page and the workers of its programs: it forwards
// programs' calls to the relay, so that no call waits for a drawing of the page.
// `web/src/link/client/transport.rs` is the page's side.

import { Program } from "./program.js";
import { Relay } from "./relay.js";
import { Reports } from "./reports.js";

const reports = new Reports((entries, moved) => self.postMessage(entries, moved));
const programs = new Map();
const relay = new Relay(reports);

// The shared counter of closed WebSockets, for a page that is being left; null where no memory is shared.
let closed = null;

// The page's messages: one word each, and its arguments.
const said = {
  open: (url, number) => relay.open(url, number),
  send: (data, count) => relay.send(data, count),
  lend: (data, count) => relay.sendLent(data, count),
  close(code) {
    relay.close(code);
    if (closed) Atomics.add(closed, 0, 1);
  },
  share: (count) => (closed = count),
  pass: (passes, handled, count) => relay.pass(passes, handled, count),
  lose: () => relay.lose(),
  attach(number, port, buffer, host) {
    const heard = (json, bytes) => relay.hear(programs.get(number), json, bytes);
    programs.set(number, new Program(number, port, buffer, host, heard));
  },
  place(number, host) {
    const program = programs.get(number);
    if (program) program.host = host;
  },
  tell: (number, json) => programs.get(number)?.post(json, null),
  returned: (number, id, json, bytes) => relay.returned(programs.get(number), id, JSON.parse(json).returned, bytes),
  blocked: (number, id) => programs.get(number)?.blocked(id),
  detach(number) {
    programs.get(number)?.close();
    programs.delete(number);
  },
};

self.onmessage = ({ data: [word, ...rest] }) => said[word](...rest);
