//! A room's inputs and outputs.

use serde::{Deserialize, Serialize};

use crate::call::Address;
use crate::framing::{FrameError, Framing};
use crate::text::{DecodeError, Encoding};

/// Names one peer of a room; the host counts them up and never uses one again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PeerId(pub u32);

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input<'a> {
    /// A connection was accepted.
    Joined {
        /// The host's name for it.
        peer: PeerId,
        /// Its address.
        address: Address,
    },
    /// recv brought bytes: at least one.
    Received {
        /// From whom.
        peer: PeerId,
        /// What one recv brought.
        bytes: &'a [u8],
    },
    /// recv returned empty bytes: the peer sends no more.
    Ended {
        /// Who.
        peer: PeerId,
    },
    /// A call on the peer's socket failed; the connection is no more.
    Failed {
        /// Who.
        peer: PeerId,
        /// The failure in Python's words, such as `ConnectionResetError: …`.
        failure: String,
    },
    /// A write of the first bytes of the peer's queue has begun and may take any of them until
    /// [`Input::Wrote`]: they can no longer be dropped. A host whose writes return at once need not
    /// say so.
    Writing {
        /// Whose.
        peer: PeerId,
        /// How many.
        bytes: usize,
    },
    /// The socket took bytes of the peer's queue.
    Wrote {
        /// Whose.
        peer: PeerId,
        /// How many.
        bytes: usize,
    },
    /// The operator answers one client.
    Answer {
        /// Whom.
        peer: PeerId,
        /// What.
        text: String,
    },
    /// The peer speaks another encoding from now on.
    Encoding {
        /// Who.
        peer: PeerId,
        /// Which.
        encoding: Encoding,
    },
    /// Messages are told apart so from now on, both ways. What a peer has sent of an unfinished
    /// message is read anew; what is queued stays as it was framed.
    Framing {
        /// How.
        framing: Framing,
    },
    /// The operator removes a client.
    Remove {
        /// Whom.
        peer: PeerId,
    },
    /// Group messages that were said to the same room on other machines.
    FromElsewhere {
        /// In the order they were said.
        messages: Vec<GroupMessage>,
    },
    /// The time [`super::Room::poll_timeout`] asked for has come.
    Timeout,
    /// Stop: what is queued is still written, nothing more is read or accepted.
    Stop,
}

/// What the host is to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Accept one more connection.
    Accept,
    /// The peer's queue is no longer empty: write.
    Write(PeerId),
    /// Close the peer's socket; the room has forgotten it.
    Close(PeerId),
    /// Read nobody until [`Output::ResumeReading`].
    PauseReading,
    /// Read again.
    ResumeReading,
    /// Group messages that were said here, for the same room on other machines. Only where
    /// [`super::Room::share`] was called.
    Publish(Vec<GroupMessage>),
    /// Show this.
    Event(RoomEvent),
    /// The room is empty and stopped.
    Stopped,
}

/// One message of the group, as it goes to other machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupMessage {
    /// When it was said, in the local time of the machine it was said on.
    pub stamp: String,
    /// Who said it: `ip:port`.
    pub name: String,
    /// What, fit for a terminal.
    pub text: String,
}

impl GroupMessage {
    /// Bytes of memory it takes.
    #[must_use]
    pub fn held(&self) -> usize {
        size_of::<Self>() + self.stamp.capacity() + self.name.capacity() + self.text.capacity()
    }
}

/// A line of the transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RoomEvent {
    /// A client came.
    Joined {
        /// Who.
        peer: PeerId,
        /// From where.
        address: Address,
    },
    /// A client said something.
    Said {
        /// Who.
        peer: PeerId,
        /// What, fit for a terminal.
        text: String,
    },
    /// Somebody on another machine said something to the group.
    SaidElsewhere {
        /// The message.
        message: GroupMessage,
    },
    /// A message from another machine could not be framed here.
    FaultedElsewhere {
        /// Why.
        fault: Fault,
    },
    /// The server said something to one client.
    Answered {
        /// To whom.
        peer: PeerId,
        /// What.
        text: String,
    },
    /// A client's bytes were no message.
    Faulted {
        /// Whose.
        peer: PeerId,
        /// Why.
        fault: Fault,
    },
    /// Messages are told apart so from here on.
    Reframed {
        /// How.
        framing: Framing,
    },
    /// A client reads too slowly and has missed messages since it last kept up.
    Lagged {
        /// Who.
        peer: PeerId,
        /// Messages missed in all.
        missed: u64,
    },
    /// A client left.
    Left {
        /// Who.
        peer: PeerId,
        /// Why.
        reason: Leave,
    },
}

/// Why a client's bytes were no message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The framing refused them.
    Frame {
        /// In words.
        reason: String,
    },
    /// They are no text in the peer's encoding.
    Text {
        /// In Python's words.
        reason: String,
    },
}

impl From<&FrameError> for Fault {
    fn from(error: &FrameError) -> Self {
        Self::Frame { reason: error.to_string() }
    }
}

impl From<&DecodeError> for Fault {
    fn from(error: &DecodeError) -> Self {
        Self::Text { reason: format!("UnicodeDecodeError: {error}") }
    }
}

impl Fault {
    /// The reason in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Frame { reason } | Self::Text { reason } => reason,
        }
    }
}

/// Why a client left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Leave {
    /// It said the mode's word for it, or had its one exchange.
    Goodbye,
    /// It closed the connection.
    Closed,
    /// Its connection failed.
    Failed {
        /// In Python's words.
        failure: String,
    },
    /// It did not read, and the room lets such peers go.
    Slow,
    /// The operator removed it.
    Removed,
    /// The room stopped.
    Stopped,
}

/// How one peer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerStatus {
    /// Who.
    pub peer: PeerId,
    /// From where.
    pub address: Address,
    /// Its encoding.
    pub encoding: Encoding,
    /// Bytes that wait to be written to it.
    pub queued_bytes: usize,
    /// Messages it has missed for being slow.
    pub missed: u64,
    /// Whether it has been let go and only its queue is still written.
    pub leaving: bool,
}
