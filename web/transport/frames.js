// A message with bytes beside it as a binary frame; `shared/src/wire/frame.rs` declares each byte.

const BINARY_MESSAGE = 1;
const HEADER = 12;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The frame of call `id`. */
export function encode(id, json, bytes) {
  const text = encoder.encode(json);
  const frame = new Uint8Array(HEADER + text.length + bytes.length);
  const header = new DataView(frame.buffer);
  header.setUint8(0, BINARY_MESSAGE);
  header.setUint32(4, id, true);
  header.setUint32(8, text.length, true);
  frame.set(text, HEADER);
  frame.set(bytes, HEADER + text.length);
  return frame;
}

/** The message of a frame, text or binary, and the bytes beside it. The page checks whether the frame is valid. */
export function decode(frame) {
  if (typeof frame === "string") return { message: JSON.parse(frame), bytes: null };
  const end = HEADER + new DataView(frame).getUint32(8, true);
  const message = JSON.parse(decoder.decode(new Uint8Array(frame, HEADER, end - HEADER)));
  return { message, bytes: new Uint8Array(frame.slice(end)) };
}
