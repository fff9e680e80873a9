//! Encodes one message.

use bytes::{BufMut, BytesMut};
use memchr::memmem;

use super::{ByteOrder, FrameError, Framing, LengthWidth};

impl Framing {
    /// Append one message to `out`, with its delimiter or prefix.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] if the length does not fit the prefix, and
    /// [`FrameError::DelimiterInside`] if the receiver would see two messages. `out` is then as before.
    pub fn encode(&self, message: &[u8], out: &mut BytesMut) -> Result<(), FrameError> {
        if let Some(terminator) = self.terminator() {
            let start = out.len();
            out.reserve(message.len() + terminator.len());
            out.put_slice(message);
            out.put_slice(terminator);
            // Search both together: the end of a message may be the beginning of its delimiter, and
            // the receiver takes the first match.
            return match memmem::find(&out[start..], terminator) {
                Some(offset) if offset < message.len() => {
                    out.truncate(start);
                    Err(FrameError::DelimiterInside { offset })
                }
                _ => Ok(()),
            };
        }
        if let Self::LengthPrefix { width, order } = self {
            put_length(message.len(), *width, *order, out)?;
        }
        out.put_slice(message);
        Ok(())
    }
}

fn put_length(
    length: usize,
    width: LengthWidth,
    order: ByteOrder,
    out: &mut BytesMut,
) -> Result<(), FrameError> {
    match width {
        LengthWidth::U16 => {
            let max = usize::from(u16::MAX);
            let length = u16::try_from(length).map_err(|_| FrameError::TooLong { max })?;
            match order {
                ByteOrder::Big => out.put_u16(length),
                ByteOrder::Little => out.put_u16_le(length),
            }
        }
        LengthWidth::U32 => {
            let max = u32::MAX as usize;
            let length = u32::try_from(length).map_err(|_| FrameError::TooLong { max })?;
            match order {
                ByteOrder::Big => out.put_u32(length),
                ByteOrder::Little => out.put_u32_le(length),
            }
        }
    }
    Ok(())
}
