//! Messages encoded once for many peers.

use bytes::{Bytes, BytesMut};

use super::Form;
use super::queue::string_cost;
use crate::framing::{FrameError, Framing};
use crate::text::Encoding;

/// Messages of one sender for the whole group, as concatenated texts.
#[derive(Debug, Default)]
pub(super) struct Broadcast {
    text: String,
    /// Where each message ends in the text.
    ends: Vec<usize>,
    /// Bytes it takes at most for one peer, whatever the peer's encoding.
    most_bytes: usize,
    /// The bytes for each encoding asked for so far.
    made: [Option<Bytes>; Encoding::ALL.len()],
}

impl Broadcast {
    /// Append a message.
    pub(super) fn add(
        &mut self,
        framing: &Framing,
        form: Form,
        stamp: &str,
        name: &str,
        text: &str,
    ) {
        let start = self.text.len();
        match form {
            Form::Stamped => {
                self.text.extend([stamp, " ", name, "\n", text]);
            }
            Form::Compact => self.text.extend([name, " ", text]),
        }
        self.ends.push(self.text.len());
        let message = &self.text[start..];
        // GB 18030 encodes in four bytes what takes two in UTF-8.
        let encoded = if message.is_ascii() { message.len() } else { 2 * message.len() };
        let ended = match framing {
            Framing::CrLfLines => encoded + memchr::memchr_iter(b'\n', message.as_bytes()).count(),
            _ => encoded,
        };
        self.most_bytes += ended + framing.most_overhead();
    }

    /// How many messages there are.
    pub(super) fn messages(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Bytes that the messages take at most in a queue.
    pub(super) fn most_bytes(&self) -> usize {
        self.most_bytes
    }

    /// The cost of all encoded bytes.
    pub(super) fn cost(&self) -> usize {
        self.made.iter().flatten().map(string_cost).sum()
    }

    /// The cost of encoded bytes that no queue took.
    pub(super) fn unclaimed(&self) -> usize {
        self.made.iter().flatten().filter(|bytes| bytes.is_unique()).map(string_cost).sum()
    }

    /// The bytes for peers of this encoding, encoded at the first call and shared from then on.
    ///
    /// # Errors
    /// [`FrameError`] if a message cannot be framed.
    pub(super) fn bytes(
        &mut self,
        framing: &Framing,
        encoding: Encoding,
    ) -> Result<Bytes, FrameError> {
        // ASCII is the same bytes in every encoding here.
        let encoding = if self.text.is_ascii() { Encoding::Utf8 } else { encoding };
        let slot = encoding as usize;
        if let Some(bytes) = &self.made[slot] {
            return Ok(bytes.clone());
        }
        let mut out = BytesMut::with_capacity(self.text.len() + self.ends.len() * 4);
        let mut from = 0;
        for &to in &self.ends {
            write_line(framing, &encode_lossy(encoding, &self.text[from..to]), &mut out)?;
            from = to;
        }
        let bytes = out.freeze();
        self.made[slot] = Some(bytes.clone());
        Ok(bytes)
    }
}

/// One text on its own: a line where the framing has lines or none.
fn write_line(framing: &Framing, text: &[u8], out: &mut BytesMut) -> Result<(), FrameError> {
    match framing {
        Framing::Raw | Framing::Lines => {
            out.extend_from_slice(text);
            out.extend_from_slice(b"\n");
            Ok(())
        }
        Framing::CrLfLines => {
            for line in text.split(|&byte| byte == b'\n') {
                out.extend_from_slice(line);
                out.extend_from_slice(b"\r\n");
            }
            Ok(())
        }
        Framing::Delimiter(_) | Framing::LengthPrefix { .. } => framing.encode(text, out),
    }
}

/// An answer to one client: unchanged where the framing is raw, framed otherwise.
pub(super) fn answer(
    framing: &Framing,
    encoding: Encoding,
    text: &str,
) -> Result<Bytes, FrameError> {
    let bytes = encode_lossy(encoding, text);
    if *framing == Framing::Raw {
        return Ok(bytes.into());
    }
    let mut out = BytesMut::with_capacity(bytes.len() + 4);
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    write_line(framing, line, &mut out)?;
    Ok(out.freeze())
}

/// The text with a question mark for each character the encoding lacks, as with Python's `errors="replace"`.
fn encode_lossy(encoding: Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).unwrap_or_else(|_| {
        let mut bytes = Vec::with_capacity(text.len());
        let mut utf8 = [0; 4];
        for character in text.chars() {
            match encoding.encode(character.encode_utf8(&mut utf8)) {
                Ok(encoded) => bytes.extend(encoded),
                Err(_) => bytes.push(b'?'),
            }
        }
        bytes
    })
}
