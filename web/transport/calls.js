// The table of calls as a program may make them, with each argument's shape. `shared/src/call/op.rs`
// declares them; `web/tests/messages` checks both against the same messages.

const between = (least, most) => (value) => Number.isSafeInteger(value) && value >= least && value <= most;

/** An id or a number of a call on the wire: u32. */
export const u32 = between(0, 2 ** 32 - 1);

const i32 = between(-(2 ** 31), 2 ** 31 - 1);
const u16 = between(0, 2 ** 16 - 1);
const u8 = between(0, 255);

// An i64 on the wire. The worker's Python makes none beyond JavaScript's safe integers.
const i64 = Number.isSafeInteger;

const text = (value) => typeof value === "string" && value.isWellFormed();
const flag = (value) => typeof value === "boolean";
const seconds = Number.isFinite;
const oneOf = (...names) => (value) => names.includes(value);
const list = (item) => (value) => Array.isArray(value) && value.every(item);

/** A shape, or null. */
export const optional = (shape) => (value) => value === null || shape(value);

/** A string of at most `most` characters. */
export const short = (most) => (value) =>
  text(value) && value.length <= 2 * most && [...value].length <= most;

/** An object with exactly these fields. */
export const record = (fields) => (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(fields);
  return Object.keys(value).length === names.length
    && names.every((name) => Object.hasOwn(value, name) && fields[name](value[name]));
};

/** The name in `"name"` or `{"name":{…}}`, the forms of serde's externally tagged enums; else undefined. */
export function tag(value) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const names = Object.keys(value);
  return names.length === 1 ? names[0] : undefined;
}

// One of several variants, each with its shape; `true` for one without fields.
const variant = (shapes) => (value) => {
  const name = tag(value);
  if (name === undefined || !Object.hasOwn(shapes, name)) return false;
  return shapes[name] === true ? value === name : typeof value === "object" && shapes[name](value[name]);
};

const family = oneOf("AF_INET", "AF_INET6", "AF_UNIX");
const kind = oneOf("SOCK_STREAM", "SOCK_DGRAM", "SOCK_SEQPACKET", "SOCK_RAW", "SOCK_RDM");
const address = variant({
  inet: record({ host: text, port: i64 }),
  inet6: record({ host: text, port: i64, flowinfo: u32, scope_id: u32 }),
  unix: record({ path: text }),
});
const value = variant({ int: i32, bytes: list(u8), null: u32 });
const made = record({ family, kind, proto: i32 });
const received = record({ bufsize: i64, flags: i32 });

const CALLS = {
  socket: made,
  socketpair: made,
  bind: record({ address }),
  listen: record({ backlog: optional(i32) }),
  accept: true,
  connect: record({ address }),
  connect_ex: record({ address }),
  recv: received,
  recvfrom: received,
  send: record({ flags: i32 }),
  sendall: record({ flags: i32 }),
  sendto: record({ flags: i32, address }),
  shutdown: record({ how: oneOf("SHUT_RD", "SHUT_WR", "SHUT_RDWR") }),
  close: true,
  getpeername: true,
  getsockname: true,
  setsockopt: record({ level: i32, option: i32, value }),
  getsockopt: record({ level: i32, option: i32, buflen: optional(u32) }),
  settimeout: record({ seconds: optional(seconds) }),
  gettimeout: true,
  setblocking: record({ flag }),
  poll: record({ entries: list(record({ socket: u32, events: u16 })), seconds: optional(seconds) }),
  getaddrinfo: record({
    host: optional(text), port: optional(text), family: i32, kind: i32, proto: i32, flags: i32,
  }),
  unlink: record({ path: text }),
};

// Calls that are not made on a socket.
const WITHOUT_SOCKET = ["socket", "socketpair", "poll", "getaddrinfo", "unlink"];

// Calls that have bytes beside them.
const CARRYING = ["send", "sendall", "sendto"];

/** A call with its arguments. */
export const isCall = variant(CALLS);

/** Whether a call is made on a socket. */
export const needsSocket = (call) => !WITHOUT_SOCKET.includes(tag(call));

/** Whether a call has bytes beside it. */
export const carriesBytes = (call) => CARRYING.includes(tag(call));

/** The sockets that a call names besides the one it is made on. */
export const named = (call) => call.poll?.entries.map(({ socket }) => socket) ?? [];

/** The sockets that a call has made, by its value. */
export function madeBy(value) {
  const one = value?.socket ?? value?.accepted;
  return one ? [one.socket] : value?.pair?.sockets ?? [];
}
