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
    pub(super) fn new(shared: &SharedArrayBuffer) -> Self {
        let words = Int32Array::new_with_byte_offset_and_length(shared, 0, WORDS);
        let room = Uint8Array::new_with_byte_offset(shared, words.byte_length());
        Self { words, room }
    }

    /// Leaves the end of a call; whether the worker takes it from here.
    ///
    /// As long as the worker waits it reads nothing, so the room is written before the state is
    /// changed; where it gave up meanwhile, nobody reads what was written.
    pub(super) fn leave(&self, id: u32, message: &str, bytes: Option<&[u8]>) -> bool {
        let text = message.len() as u32;
        let length = bytes.map_or(0, <[u8]>::len) as u32;
        if !self.is_awaited(id) || text + length > self.room.length() {
            self.decline(id);
            return false;
        }
        self.room.subarray(0, text).copy_from(message.as_bytes());
        if let Some(bytes) = bytes {
            self.room.subarray(text, text + length).copy_from(bytes);
        }
        self.words.set_index(TEXT_LENGTH, text as i32);
        self.words.set_index(BYTES_LENGTH, bytes.map_or(-1, |_| length as i32));
        self.change(id, LEFT)
    }

    /// The end of a call comes later, and as a message.
    pub(super) fn decline(&self, id: u32) {
        self.change(id, NOBODY_WAITS);
    }

    /// Notes that a message was posted, so that the worker knows of it before it takes it.
    pub(super) fn posted(&self) {
        let _ = Atomics::add(&self.words, POSTED, 1);
    }

    fn is_awaited(&self, id: u32) -> bool {
        Atomics::load(&self.words, STATE) == Ok(id as i32)
    }

    /// Changes the state, if the worker waits for this call.
    fn change(&self, id: u32, state: i32) -> bool {
        let awaited = id as i32;
        let changed = Atomics::compare_exchange(&self.words, STATE, awaited, state) == Ok(awaited);
        if changed {
            let _ = Atomics::notify(&self.words, STATE);
        }
        changed
    }
}
