//! What kind of server a room is: every server of the tutorials is one setting.

use serde::{Deserialize, Serialize};
use thiserror::Error;

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
    /// How messages are told apart, both ways.
    pub framing: Framing,
    /// The encoding of a peer until it is set otherwise.
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

/// What the server does with a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Mode {
    /// Answers that the text has arrived.
    Acknowledge,
    /// Sends the bytes back.
    Echo,
    /// Sends the text back in upper case.
    UpperCase,
    /// The n-th client gets the n-th reply to whatever it says, later ones the last.
    FixedReplies {
        /// The replies; never sent if empty.
        replies: Vec<String>,
        /// Whether the client is let go after one exchange.
        one_exchange: bool,
    },
    /// A message from one goes to all; `quit` leaves.
    Group,
    /// Answers each line; `quit` leaves.
    LineAnswer,
    /// Answers until the goodbye, then says `over` and leaves.
    KeywordOver,
    /// Greets with its stock, sells what it has, and refuses the rest.
    Shop {
        /// What is on the shelves.
        goods: Vec<Goods>,
    },
    /// A person types the answers; `byebye` from either side leaves.
    Operator,
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
    /// Nobody is read until it has caught up: it stalls everyone, as the tutorial's server does.
    Block,
    /// It misses the oldest messages that wait for it, and they are counted.
    DropOldest,
    /// It is let go.
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

/// The room would say more at one time than it may.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{what} is at most {MAX_ROOM_REPLY_BYTES} bytes of UTF-8, not {bytes}, because every message of a \
     client, however short, may be answered with it; shorten it"
)]
pub struct TooLong {
    /// What the room would say.
    pub what: &'static str,
    /// How long that is.
    pub bytes: usize,
}

impl RoomConfig {
    /// Whether what the room says by itself is short enough for it to open.
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
        let framing = match mode {
            Mode::Group | Mode::LineAnswer => Framing::Lines,
            _ => Framing::Raw,
        };
        let encoding = match mode {
            Mode::Shop { .. } => Encoding::Gbk,
            _ => Encoding::Utf8,
        };
        let concurrency = match mode {
            Mode::Group | Mode::Echo | Mode::Shop { .. } => Concurrency::All,
            _ => Concurrency::One,
        };
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

/// Whether an operator may say this to a client.
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

impl Mode {
    /// The snack shop with the tutorial's stock.
    #[must_use]
    pub fn snack_shop() -> Self {
        let goods = [("瓜子", "4.5"), ("西瓜", "2"), ("矿泉水", "2.5")];
        let goods = goods.map(|(name, price)| Goods { name: name.into(), price: price.into() });
        Self::Shop { goods: goods.into() }
    }

    /// Whether a person answers the clients by hand.
    #[must_use]
    pub fn is_operated(&self) -> bool {
        *self == Self::Operator
    }
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
        let fixed = Mode::FixedReplies { replies: Vec::new(), one_exchange: true };
        for mode in [Mode::Echo, Mode::Group, Mode::Operator, Mode::snack_shop(), fixed] {
            assert_eq!(RoomConfig::of(mode).check(), Ok(()));
        }
    }
}
