//! Messages of what is received: those of [`crate::framing`], and two that a stream alone cannot
//! have: by a pause, and of a fixed length.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Deserializer, Serialize};

use crate::framing::{ByteOrder, Delimiter, FrameError, Framer, Framing, LengthWidth};

/// Longest message in bytes.
pub const MAX_RECEIVED_BYTES: usize = 1 << 20;

/// How received bytes become messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Grouping {
    /// The bytes of each receive are a message.
    #[default]
    #[serde(deserialize_with = "nothing_more")]
    Received,
    /// A message ends when nothing has come for some time.
    Gap {
        /// How long, in milliseconds.
        milliseconds: u32,
    },
    /// A message is a line; a carriage return in front of the line feed belongs to its end.
    #[serde(deserialize_with = "nothing_more")]
    Line,
    /// A message ends in CR LF.
    #[serde(deserialize_with = "nothing_more")]
    CrLf,
    /// A message ends at these bytes.
    Delimiter {
        /// In hex.
        bytes: HexDelimiter,
    },
    /// A message has its length in front.
    LengthPrefix {
        /// How wide the length is.
        width: LengthWidth,
        /// Which end comes first.
        order: ByteOrder,
    },
    /// Every message has the same length.
    Fixed {
        /// In bytes, at least one.
        length: MessageLength,
    },
}

/// Refuses keys beside `kind`, which serde would ignore.
fn nothing_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    Nothing::deserialize(deserializer).map(|Nothing {}| ())
}

/// A delimiter, written in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HexDelimiter(pub Delimiter);

impl TryFrom<String> for HexDelimiter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bytes = crate::text::parse_hex(&text).map_err(|error| error.to_string())?;
        Delimiter::try_from(bytes).map(Self).map_err(str::to_owned)
    }
}

impl From<HexDelimiter> for String {
    fn from(delimiter: HexDelimiter) -> Self {
        crate::text::to_hex(delimiter.0.as_bytes())
    }
}

/// The length of a message, from 1 to [`MAX_RECEIVED_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct MessageLength(usize);

impl TryFrom<u64> for MessageLength {
    type Error = String;

    fn try_from(length: u64) -> Result<Self, String> {
        match usize::try_from(length) {
            Ok(length @ 1..=MAX_RECEIVED_BYTES) => Ok(Self(length)),
            _ => Err(format!("a message has from 1 to {MAX_RECEIVED_BYTES} bytes, not {length}")),
        }
    }
}

impl From<MessageLength> for u64 {
    fn from(length: MessageLength) -> Self {
        length.0 as Self
    }
}

/// Takes what is received from one peer and returns whole messages.
#[derive(Debug, Clone)]
pub struct Grouper(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Framer(Framer),
    Gap { gap: Duration, held: BytesMut, deadline: Option<Duration>, ready: Option<Bytes> },
    Fixed { length: usize, held: BytesMut },
}

impl Grouper {
    /// At the start of a stream.
    #[must_use]
    pub fn new(grouping: &Grouping) -> Self {
        let framing = match grouping {
            Grouping::Received => Framing::Raw,
            Grouping::Line => Framing::Lines,
            Grouping::CrLf => Framing::CrLfLines,
            Grouping::Delimiter { bytes } => Framing::Delimiter(bytes.0.clone()),
            Grouping::LengthPrefix { width, order } => {
                Framing::LengthPrefix { width: *width, order: *order }
            }
            Grouping::Gap { milliseconds } => {
                let gap = Duration::from_millis((*milliseconds).into());
                let held = BytesMut::new();
                return Self(Kind::Gap { gap, held, deadline: None, ready: None });
            }
            Grouping::Fixed { length } => {
                return Self(Kind::Fixed { length: length.0, held: BytesMut::new() });
            }
        };
        Self(Kind::Framer(Framer::new(framing, MAX_RECEIVED_BYTES)))
    }

    /// Groups in another way from now on, from the first byte that belongs to no message yet.
    pub fn set_grouping(&mut self, now: Duration, grouping: &Grouping) {
        let (whole, rest) = match &mut self.0 {
            Kind::Framer(framer) => (None, framer.take_held()),
            Kind::Gap { held, ready, .. } => (ready.take(), std::mem::take(held)),
            Kind::Fixed { held, .. } => (None, std::mem::take(held)),
        };
        *self = Self::new(grouping);
        for bytes in whole.into_iter().chain((!rest.is_empty()).then(|| rest.freeze())) {
            self.push(now, &bytes);
        }
    }

    /// The bytes of one receive.
    pub fn push(&mut self, now: Duration, chunk: &[u8]) {
        match &mut self.0 {
            Kind::Framer(framer) => framer.push(chunk),
            Kind::Fixed { held, .. } => held.extend_from_slice(chunk),
            Kind::Gap { gap, held, deadline, ready } => {
                // A host that is late hands in the bytes before the timeout.
                if ready.is_none() && deadline.is_some_and(|deadline| deadline <= now) {
                    *ready = take(held);
                }
                held.extend_from_slice(chunk);
                *deadline = Some(now + *gap);
            }
        }
    }

    /// When to call [`Grouper::timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        match &self.0 {
            Kind::Gap { deadline, .. } => *deadline,
            _ => None,
        }
    }

    /// The time of [`Grouper::poll_timeout`] may have come.
    pub fn timeout(&mut self, now: Duration) {
        if let Kind::Gap { held, deadline, ready, .. } = &mut self.0
            && ready.is_none()
            && deadline.is_some_and(|due| due <= now)
        {
            *ready = take(held);
            *deadline = None;
        }
    }

    /// The next message; `Ok(None)` means that more bytes are needed. Call it until then.
    ///
    /// # Errors
    /// [`FrameError`], once for each message that cannot be had.
    pub fn next_message(&mut self) -> Result<Option<Bytes>, FrameError> {
        match &mut self.0 {
            Kind::Framer(framer) => framer.next_message(),
            Kind::Fixed { length, held } => {
                Ok((held.len() >= *length).then(|| held.split_to(*length).freeze()))
            }
            Kind::Gap { held, deadline, ready, .. } => {
                if let Some(message) = ready.take() {
                    return Ok(Some(message));
                }
                if held.len() < MAX_RECEIVED_BYTES {
                    return Ok(None);
                }
                // Whoever never pauses gets messages of the greatest length.
                *deadline = deadline.filter(|_| held.len() > MAX_RECEIVED_BYTES);
                Ok(Some(held.split_to(MAX_RECEIVED_BYTES).freeze()))
            }
        }
    }

    /// Bytes held for messages that are not complete yet.
    #[must_use]
    pub fn held(&self) -> usize {
        match &self.0 {
            Kind::Framer(framer) => framer.held(),
            Kind::Gap { held, .. } | Kind::Fixed { held, .. } => held.len(),
        }
    }

    /// Drops an incomplete message because there is no room for the rest of it.
    #[must_use]
    pub fn give_up(&mut self) -> FrameError {
        match &mut self.0 {
            Kind::Framer(framer) => framer.give_up(),
            Kind::Gap { held, .. } | Kind::Fixed { held, .. } => {
                let received = std::mem::take(held).len();
                FrameError::NoRoom { received }
            }
        }
    }

    /// The stream has ended.
    ///
    /// # Errors
    /// [`FrameError::Incomplete`] if it ended inside a message.
    pub fn finish(&mut self) -> Result<Option<Bytes>, FrameError> {
        match &mut self.0 {
            Kind::Framer(framer) => framer.finish(),
            Kind::Gap { held, deadline, .. } => {
                *deadline = None;
                Ok(take(held))
            }
            Kind::Fixed { held, .. } => match take(held) {
                Some(rest) => Err(FrameError::Incomplete { received: rest.len() }),
                None => Ok(None),
            },
        }
    }
}

fn take(held: &mut BytesMut) -> Option<Bytes> {
    (!held.is_empty()).then(|| held.split().freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(grouper: &mut Grouper) -> Vec<Bytes> {
        std::iter::from_fn(|| grouper.next_message().unwrap()).collect()
    }

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_pause_ends_a_message() {
        let mut grouper = Grouper::new(&Grouping::Gap { milliseconds: 20 });
        grouper.push(at(0), b"ab");
        grouper.push(at(15), b"cd");
        assert!(messages(&mut grouper).is_empty());
        assert_eq!(grouper.poll_timeout(), Some(at(35)));
        grouper.timeout(at(35));
        assert_eq!(messages(&mut grouper), ["abcd"]);
        assert_eq!(grouper.poll_timeout(), None);
    }

    #[test]
    fn a_late_host_still_sees_the_pause() {
        let mut grouper = Grouper::new(&Grouping::Gap { milliseconds: 20 });
        grouper.push(at(0), b"ab");
        grouper.push(at(100), b"cd");
        assert_eq!(messages(&mut grouper), ["ab"]);
        assert_eq!(grouper.finish(), Ok(Some("cd".into())));
    }

    #[test]
    fn who_never_pauses_gets_messages_of_the_greatest_length() {
        let mut grouper = Grouper::new(&Grouping::Gap { milliseconds: 20 });
        grouper.push(at(0), &vec![0; 2 * MAX_RECEIVED_BYTES + 1]);
        assert_eq!(messages(&mut grouper).len(), 2);
        grouper.timeout(at(20));
        assert_eq!(messages(&mut grouper), [[0_u8].as_slice()]);
    }

    #[test]
    fn a_fixed_length_cuts_the_stream() {
        let length = MessageLength::try_from(3).unwrap();
        let mut grouper = Grouper::new(&Grouping::Fixed { length });
        grouper.push(at(0), b"abcdefgh");
        assert_eq!(messages(&mut grouper), ["abc", "def"]);
        assert_eq!(grouper.finish(), Err(FrameError::Incomplete { received: 2 }));
        assert!(MessageLength::try_from(0).is_err());
    }

    #[test]
    fn another_way_begins_with_what_is_no_message_yet() {
        let length = MessageLength::try_from(4).unwrap();
        let ways = [Grouping::Line, Grouping::Gap { milliseconds: 20 }, Grouping::Fixed { length }];
        for from in &ways {
            for to in &ways {
                let mut grouper = Grouper::new(from);
                grouper.push(at(0), b"abc");
                assert!(messages(&mut grouper).is_empty());
                grouper.set_grouping(at(5), to);
                grouper.push(at(5), b"\n");
                grouper.timeout(at(25));
                let [message] = &messages(&mut grouper)[..] else { panic!("{from:?} to {to:?}") };
                assert!(message.starts_with(b"abc"), "{from:?} to {to:?}: {message:?}");
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_shared_framing() {
        let mut grouper = Grouper::new(&Grouping::Line);
        grouper.push(at(0), b"a\r\nb\nc");
        assert_eq!(messages(&mut grouper), ["a", "b"]);
        assert_eq!(grouper.finish(), Ok(Some("c".into())));
    }
}
