//! Memory shared with a worker: here the end of a call is left while the worker waits for it in place.
//! `web/python/mailbox.js` is the other side of it.

use js_sys::{Atomics, Int32Array, SharedArrayBuffer, Uint8Array};

/// The words at its beginning.
const STATE: u32 = 0;
const TEXT_LENGTH: u32 = 1;
const BYTES_LENGTH: u32 = 2;
const POSTED: u32 = 3;
const WORDS: u32 = 4;

/// What the state is, besides the number of the call that is waited for.
const NOBODY_WAITS: i32 = 0;
const LEFT: i32 = -1;

/// A worker's mailbox.
pub(super) struct Mailbox {
    words: Int32Array,
    room: Uint8Array,
}

impl Mailbox {
    /// A mailbox in this memory; `None` where it is too small for one.
    pub(super) fn of(shared: &SharedArrayBuffer) -> Option<Self> {
        if shared.byte_length() < WORDS * 4 {
            return None;
        }
        let words = Int32Array::new_with_byte_offset_and_length(shared, 0, WORDS);
        let room = Uint8Array::new_with_byte_offset(shared, words.byte_length());
        Some(Self { words, room })
    }

    /// Leaves the end of a call; whether the worker takes it from here.
    ///
    /// As long as the worker waits it reads nothing, so the room is written before the state is
    /// changed; where it gave up meanwhile, nobody reads what was written.
    pub(super) fn leave(&self, id: u32, message: &str, bytes: Option<&[u8]>) -> bool {
        let text = message.len() as u32;
        let length = bytes.map_or(0, <[u8]>::len) as u32;
        if self.state() != id as i32 || text + length > self.room.length() {
            return false;
        }
        self.room.subarray(0, text).copy_from(message.as_bytes());
        if let Some(bytes) = bytes {
            self.room.subarray(text, text + length).copy_from(bytes);
        }
        self.words.set_index(TEXT_LENGTH, text as i32);
        self.words.set_index(BYTES_LENGTH, bytes.map_or(-1, |_| length as i32));
        self.change(id as i32, LEFT)
    }

    /// The end of a call comes later, and as a message.
    pub(super) fn decline(&self, id: u32) {
        self.change(id as i32, NOBODY_WAITS);
    }

    /// A message was posted: the worker is not to wait for whatever it waits for, but to take it.
    pub(super) fn posted(&self) {
        // First the count: a worker that begins to wait looks at it last.
        let _ = Atomics::add(&self.words, POSTED, 1);
        let awaited = self.state();
        if awaited > NOBODY_WAITS {
            self.change(awaited, NOBODY_WAITS);
        }
    }

    fn state(&self) -> i32 {
        // The array has the words, so nothing is thrown.
        Atomics::load(&self.words, STATE).unwrap_or(NOBODY_WAITS)
    }

    /// Changes the state, if the worker waits for this call.
    fn change(&self, awaited: i32, state: i32) -> bool {
        let changed = Atomics::compare_exchange(&self.words, STATE, awaited, state) == Ok(awaited);
        if changed {
            let _ = Atomics::notify(&self.words, STATE);
        }
        changed
    }
}
