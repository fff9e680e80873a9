//! A link's inputs, outputs, commands and reports.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::hex;
use crate::assistant::problem::Wording;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the client to the server.
    ToServer,
    /// From the server to the client.
    ToClient,
}

impl Direction {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::ToServer, Self::ToClient];

    /// Its name in setups and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ToServer => "to_server",
            Self::ToClient => "to_client",
        }
    }

    /// The side whose bytes go this way.
    #[must_use]
    pub fn source(self) -> Side {
        match self {
            Self::ToServer => Side::Client,
            Self::ToClient => Side::Server,
        }
    }

    /// The side that receives them.
    #[must_use]
    pub fn destination(self) -> Side {
        self.reversed().source()
    }

    /// The other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::ToServer => Self::ToClient,
            Self::ToClient => Self::ToServer,
        }
    }
}

/// Who is at one end of the proxy's connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who connected to the proxy.
    Client,
    /// Whom the proxy connected to.
    Server,
}

/// What happened to the two sockets of a link.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// recv returned bytes, or one datagram, which may be empty.
    Received(Direction, Bytes),
    /// The source sends nothing more.
    Ended(Direction),
    /// The bytes of the last [`Output::Send`] in this direction were written.
    Sent(Direction),
    /// A call on a side's socket has failed; why, in Python's words.
    Lost(Side, String),
    /// The moment of [`super::Link::poll_timeout`] has come.
    Timeout,
    /// A person wants something.
    Command(Command),
}

/// What a person may do to a link. Several links may be given the same command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Other faults from now on; what waits in the old ones enters the new ones.
    SetFaults {
        /// Of which direction.
        direction: Direction,
        /// In the order bytes pass them.
        faults: Vec<Fault>,
    },
    /// Hold every receive from now on, until it is released or dropped.
    Hold {
        /// Of which direction.
        direction: Direction,
    },
    /// Release all that is held, and hold no more.
    Resume {
        /// Of which direction.
        direction: Direction,
    },
    /// Let a held receive pass.
    Release {
        /// Of which direction.
        direction: Direction,
        /// Its number, see [`Report::Held`].
        number: u64,
        /// What passes in its place; without it, the bytes as they were received.
        #[serde(default, with = "hex::optional", skip_serializing_if = "Option::is_none")]
        bytes: Option<Bytes>,
    },
    /// Forget a held receive.
    Drop {
        /// Of which direction.
        direction: Direction,
        /// Its number.
        number: u64,
    },
    /// Send bytes as if their source had; they pass the faults, but are not held.
    Inject {
        /// Which way.
        direction: Direction,
        /// What.
        #[serde(with = "hex")]
        bytes: Bytes,
    },
    /// Close both connections.
    Close,
    /// Reset both connections.
    Reset,
}

/// What the host does, or shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send all these bytes, or this datagram, and hand in [`Input::Sent`]. There is one at a time in
    /// each direction.
    Send(Direction, Bytes),
    /// Send the end of the stream.
    Finish(Direction),
    /// Receive nothing of this direction until [`Output::ResumeReading`].
    PauseReading(Direction),
    /// Receive again.
    ResumeReading(Direction),
    /// Close both sockets; the link has ended.
    Close,
    /// Close both sockets with a reset; the link has ended.
    Reset,
    /// Show this.
    Report(Report),
}

/// What has happened on a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// recv on the source's socket returned; only of a link that is observed.
    Received {
        /// Which way.
        direction: Direction,
        /// The bytes; none at the end of the stream.
        #[serde(with = "hex")]
        bytes: Bytes,
    },
    /// send on the destination's socket; only of a link that is observed.
    Sent {
        /// Which way.
        direction: Direction,
        /// The bytes; none for the end of the stream, which is shutdown.
        #[serde(with = "hex")]
        bytes: Bytes,
    },
    /// Bytes were received while the link was not observed.
    Unseen {
        /// Which way.
        direction: Direction,
        /// How many.
        bytes: u64,
    },
    /// A receive is held.
    Held {
        /// Of which direction.
        direction: Direction,
        /// What commands call it, from 1.
        number: u64,
        /// The bytes.
        #[serde(with = "hex")]
        bytes: Bytes,
    },
    /// A receive is held no more: it was released or dropped.
    Released {
        /// Of which direction.
        direction: Direction,
        /// Its number.
        number: u64,
    },
    /// A fault took bytes away: lost, timed out, or without room.
    Discarded {
        /// Of which direction.
        direction: Direction,
        /// How many bytes.
        bytes: usize,
    },
    /// A command could not be carried out; why.
    Refused(Wording),
    /// Both connections were closed; why.
    Closed(Wording),
}
