//! Decodes messages from a stream.

use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem;

use super::{ByteOrder, FrameError, Framing, LengthWidth};

/// Takes the chunks of a stream and returns its messages. It holds little more than the maximum: an
/// over-long message is skipped as it arrives, not stored.
#[derive(Debug, Clone)]
pub struct Framer {
    framing: Framing,
    max: usize,
    buffer: BytesMut,
    /// Bytes at the front of the buffer known to hold no terminator.
    searched: usize,
    skip: Skip,
    /// Whether bytes have left the buffer since its memory was freed.
    taken: bool,
}

/// What is being skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Skip {
    Nothing,
    /// The rest of a message, up to its terminator.
    ToTerminator,
    /// This many bytes of a message whose length was announced.
    Bytes(u64),
}

impl Framer {
    /// A framer at the start of a stream; `max` is the longest message in bytes, without delimiter
    /// or prefix.
    #[must_use]
    pub fn new(framing: Framing, max: usize) -> Self {
        Self {
            framing,
            max,
            buffer: BytesMut::new(),
            searched: 0,
            skip: Skip::Nothing,
            taken: false,
        }
    }

    /// Decodes with another framing from now on, from the first byte that belongs to no message yet:
    /// an incomplete message is decoded again. The rest of an over-long one is no longer skipped.
    pub fn set_framing(&mut self, framing: Framing) {
        self.framing = framing;
        self.searched = 0;
        self.skip = Skip::Nothing;
    }

    /// The bytes of one recv.
    pub fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// Takes the bytes that belong to no message yet, as they were received.
    pub fn take_held(&mut self) -> BytesMut {
        (self.searched, self.skip, self.taken) = (0, Skip::Nothing, false);
        std::mem::take(&mut self.buffer)
    }

    /// Bytes held for a message that is not complete yet.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.len()
    }

    /// The next message; `Ok(None)` means that more bytes are needed. Call it until then.
    ///
    /// # Errors [`FrameError::TooLong`], once for each over-long message; the next call continues
    /// after it.
    pub fn next_message(&mut self) -> Result<Option<Bytes>, FrameError> {
        let before = self.buffer.len();
        let next = match self.framing {
            Framing::Raw => Ok(self.take_raw()),
            Framing::LengthPrefix { width, order } => self.take_prefixed(width, order),
            Framing::Lines | Framing::CrLfLines | Framing::Delimiter(_) => self.take_terminated(),
        };
        self.taken |= self.buffer.len() < before;
        if self.taken && next == Ok(None) {
            self.give_back();
        }
        next
    }

    /// Frees the memory of returned messages. The rest of the next one is copied, because a few
    /// bytes would keep everything that was received with them.
    fn give_back(&mut self) {
        self.buffer = BytesMut::from(&self.buffer[..]);
        self.taken = false;
    }

    /// Drops an incomplete message, and skips the rest of it as it arrives.
    #[must_use]
    pub fn give_up(&mut self) -> FrameError {
        let error = FrameError::NoRoom { received: self.buffer.len() };
        if self.skip != Skip::Nothing {
            return error;
        }
        match self.framing {
            Framing::Raw => self.buffer.clear(),
            Framing::LengthPrefix { width, order } => {
                if let Some(length) = self.announced(width, order) {
                    let received = self.buffer.len() - width.bytes();
                    self.skip = Skip::Bytes(length.saturating_sub(received as u64));
                    self.buffer.clear();
                }
            }
            Framing::Lines | Framing::CrLfLines | Framing::Delimiter(_) => {
                self.skip_to_terminator()
            }
        }
        self.give_back();
        error
    }

    /// The stream has ended. Returns the rest of a message, if there is one.
    ///
    /// # Errors [`FrameError::Incomplete`] if the stream ended inside a message. Lines are lenient,
    /// as with Python's `readline`: the last one needs no line end and is returned as a message.
    pub fn finish(&mut self) -> Result<Option<Bytes>, FrameError> {
        let skipping = std::mem::replace(&mut self.skip, Skip::Nothing) != Skip::Nothing;
        self.searched = 0;
        let rest = std::mem::take(&mut self.buffer).freeze();
        if rest.is_empty() || skipping {
            return Ok(None);
        }
        match self.framing {
            Framing::Lines if rest.len() > self.max => Err(FrameError::TooLong { max: self.max }),
            Framing::Raw | Framing::Lines => Ok(Some(rest)),
            _ => Err(FrameError::Incomplete { received: rest.len() }),
        }
    }

    /// The available bytes, up to the maximum.
    fn take_raw(&mut self) -> Option<Bytes> {
        let length = self.buffer.len().min(self.max.max(1));
        (length > 0).then(|| self.buffer.split_to(length).freeze())
    }

    fn take_prefixed(
        &mut self,
        width: LengthWidth,
        order: ByteOrder,
    ) -> Result<Option<Bytes>, FrameError> {
        if let Skip::Bytes(left) = self.skip {
            let now = left.min(self.buffer.len() as u64);
            self.buffer.advance(now as usize);
            if now < left {
                self.skip = Skip::Bytes(left - now);
                return Ok(None);
            }
            self.skip = Skip::Nothing;
        }
        let Some(length) = self.announced(width, order) else { return Ok(None) };
        if length > self.max as u64 {
            self.buffer.advance(width.bytes());
            self.skip = Skip::Bytes(length);
            return Err(FrameError::TooLong { max: self.max });
        }
        // The maximum is a usize, so the length fits one too.
        let length = length as usize;
        if self.buffer.len() - width.bytes() < length {
            return Ok(None);
        }
        self.buffer.advance(width.bytes());
        Ok(Some(self.buffer.split_to(length).freeze()))
    }

    /// The length that the prefix at the front of the buffer announces.
    fn announced(&self, width: LengthWidth, order: ByteOrder) -> Option<u64> {
        let mut prefix = self.buffer.get(..width.bytes())?;
        Some(match (width, order) {
            (LengthWidth::U16, ByteOrder::Big) => u64::from(prefix.get_u16()),
            (LengthWidth::U16, ByteOrder::Little) => u64::from(prefix.get_u16_le()),
            (LengthWidth::U32, ByteOrder::Big) => u64::from(prefix.get_u32()),
            (LengthWidth::U32, ByteOrder::Little) => u64::from(prefix.get_u32_le()),
        })
    }

    fn take_terminated(&mut self) -> Result<Option<Bytes>, FrameError> {
        loop {
            let Some((length, terminator)) = self.find_terminator() else {
                return self.without_terminator();
            };
            self.searched = 0;
            let mut message = self.buffer.split_to(length + terminator).freeze();
            message.truncate(length);
            if self.framing == Framing::Lines && message.ends_with(b"\r") {
                message.truncate(length - 1);
            }
            if self.skip == Skip::ToTerminator {
                self.skip = Skip::Nothing;
                continue;
            }
            if message.len() > self.max {
                return Err(FrameError::TooLong { max: self.max });
            }
            return Ok(Some(message));
        }
    }

    /// Where the next terminator begins and how long it is.
    fn find_terminator(&mut self) -> Option<(usize, usize)> {
        let terminator = self.framing.terminator()?;
        let found = match terminator {
            &[byte] => memchr::memchr(byte, &self.buffer[self.searched..]),
            _ => memmem::find(&self.buffer[self.searched..], terminator),
        };
        match found {
            Some(offset) => Some((self.searched + offset, terminator.len())),
            None => {
                // The terminator's own beginning may lie at the end.
                self.searched = (self.buffer.len() + 1).saturating_sub(terminator.len());
                None
            }
        }
    }

    /// No terminator yet: wait for it, unless the message is already too long.
    fn without_terminator(&mut self) -> Result<Option<Bytes>, FrameError> {
        // The last bytes may be the terminator's beginning, or a line's carriage return.
        let slack = match &self.framing {
            Framing::Lines => 1,
            framing => framing.terminator().map_or(0, |terminator| terminator.len() - 1),
        };
        if self.skip == Skip::ToTerminator {
            self.buffer.advance(self.searched);
            self.searched = 0;
            return Ok(None);
        }
        if self.buffer.len() <= self.max + slack {
            return Ok(None);
        }
        self.skip_to_terminator();
        Err(FrameError::TooLong { max: self.max })
    }

    /// Keeps only what may be the beginning of the terminator.
    fn skip_to_terminator(&mut self) {
        self.buffer.advance(self.searched);
        self.searched = 0;
        self.skip = Skip::ToTerminator;
    }
}
