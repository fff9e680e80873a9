//! A room's configuration: every server of the tutorials is one.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Mode;
use super::reply::greeting;
use crate::framing::Framing;
use crate::text::Encoding;
use crate::wire::MAX_ROOM_REPLY_BYTES;

/// All that is set before a room opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomConfig {
    /// What the server does with a message.
    pub mode: Mode,
    /// How messages are separated, in both directions.
    pub framing: Framing,
    /// The encoding of a peer until another is set.
    pub encoding: Encoding,
    /// How many clients are served at a time.
    pub concurrency: Concurrency,
    /// What happens to a peer that does not read.
    pub slow_peer: SlowPeer,
    /// Bytes that may wait for one peer before [`RoomConfig::slow_peer`] applies.
    pub queue_bytes: usize,
    /// Longest message in bytes; of raw chunks, the tutorial's `recv(bufsize)`.
    pub max_message: usize,
    /// How a group message is written.
    pub form: Form,
    /// Whether the sender of a group message gets it too.
    pub echo_to_sender: bool,
}

/// One thing the shop sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// What a customer asks for.
    pub name: String,
    /// The price as it is written, such as `4.5`.
    pub price: String,
}

/// How many clients are served at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concurrency {
    /// The next is accepted when the present one has left; meanwhile it waits in the accept queue.
    One,
    /// Everybody at once.
    All,
}

/// What happens when a peer's queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlowPeer {
    /// The room reads from no peer until it has caught up: it stalls everyone, as with the tutorial's server.
    Block,
    /// The oldest messages in its queue are dropped and counted.
    DropOldest,
    /// It is disconnected.
    Disconnect,
}

/// How a group message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The tutorial's: `YYYY/MM/DD HH:MM:SS ip:port`, line end, text, line end.
    Stamped,
    /// `ip:port text`, line end.
    Compact,
}

/// The room would send more at one time than it may.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{what} is at most {MAX_ROOM_REPLY_BYTES} bytes of UTF-8, not {bytes}, because every message of a \
     client, however short, may be answered with it; shorten it"
)]
pub struct TooLong {
    /// What the room would send.
    pub what: &'static str,
    /// How long that is.
    pub bytes: usize,
}

impl RoomConfig {
    /// Checks that the texts the room itself sends are short enough.
    ///
    /// # Errors
    /// The first text that is too long.
    pub fn check(&self) -> Result<(), TooLong> {
        if let Mode::FixedReplies { replies, .. } = &self.mode {
            replies.iter().try_for_each(|reply| check_length("a fixed reply", reply))?;
        }
        let greeting = greeting(&self.mode).unwrap_or_default();
        check_length("a shop's greeting with all its goods", &greeting)
    }

    /// The settings the tutorials' server of this mode has.
    #[must_use]
    pub fn of(mode: Mode) -> Self {
        let (framing, encoding, concurrency) = mode.usual();
        Self {
            mode,
            framing,
            encoding,
            concurrency,
            slow_peer: SlowPeer::DropOldest,
            queue_bytes: 1024 * 1024,
            max_message: 1024,
            form: Form::Stamped,
            echo_to_sender: true,
        }
    }
}

/// Checks that an operator's text to a client is short enough.
///
/// # Errors
/// [`TooLong`].
pub fn check_answer(text: &str) -> Result<(), TooLong> {
    check_length("an answer", text)
}

fn check_length(what: &'static str, text: &str) -> Result<(), TooLong> {
    let bytes = text.len();
    if bytes > MAX_ROOM_REPLY_BYTES {
        return Err(TooLong { what, bytes });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_room_says_by_itself_has_a_length() {
        let long = "é".repeat(MAX_ROOM_REPLY_BYTES / 2 + 1);
        let fixed = |reply: &str| Mode::FixedReplies {
            replies: vec!["ok".into(), reply.into()],
            one_exchange: false,
        };
        let shop =
            |name: &str| Mode::Shop { goods: vec![Goods { name: name.into(), price: "1".into() }] };
        for mode in [fixed(&long), shop(&long)] {
            let refused = RoomConfig::of(mode).check().unwrap_err();
            assert!(refused.bytes >= long.len(), "{refused}");
        }
        let goods = Goods { name: "x".repeat(99), price: "1".into() };
        let many = Mode::Shop { goods: vec![goods; 99] };
        assert!(RoomConfig::of(many).check().is_err(), "each is short, all are not");
        let most = "x".repeat(MAX_ROOM_REPLY_BYTES);
        assert_eq!(RoomConfig::of(fixed(&most)).check(), Ok(()));
        assert!(check_answer(&most).is_ok() && check_answer(&long).is_err());
    }

    #[test]
    fn every_mode_opens_with_the_tutorials_settings() {
        for mode in Mode::all() {
            assert_eq!(RoomConfig::of(mode).check(), Ok(()));
        }
    }
}
