//! A room's inputs and outputs.

use serde::{Deserialize, Serialize};

use crate::call::Address;
use crate::framing::{FrameError, Framing};
use crate::text::{DecodeError, Encoding};

/// Identifies one peer of a room; the host counts up and never reuses an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PeerId(pub u32);

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input<'a> {
    /// A connection was accepted.
    Joined {
        /// The host's id for it.
        peer: PeerId,
        /// Its address.
        address: Address,
    },
    /// recv returned at least one byte.
    Received {
        /// From whom.
        peer: PeerId,
        /// The bytes of one recv.
        bytes: &'a [u8],
    },
    /// recv returned empty bytes: the peer's stream has ended.
    Ended {
        /// Which peer.
        peer: PeerId,
    },
    /// A call on the peer's socket failed; the connection is lost.
    Failed {
        /// Which peer.
        peer: PeerId,
        /// The failure in Python's words, such as `ConnectionResetError: …`.
        failure: String,
    },
    /// A write of the first bytes of the peer's queue has begun and may take any of them until
    /// [`Input::Wrote`]: they can no longer be dropped. A host whose writes return at once need not
    /// report it.
    Writing {
        /// Which peer's.
        peer: PeerId,
        /// How many.
        bytes: usize,
    },
    /// The socket took bytes of the peer's queue.
    Wrote {
        /// Which peer's.
        peer: PeerId,
        /// How many.
        bytes: usize,
    },
    /// The operator answers one client.
    Answer {
        /// Which peer.
        peer: PeerId,
        /// What.
        text: String,
    },
    /// The peer uses another encoding from now on.
    Encoding {
        /// Which peer.
        peer: PeerId,
        /// Which.
        encoding: Encoding,
    },
    /// The framing changes, in both directions. The bytes of an incomplete message are decoded
    /// again; queued bytes stay as they were framed.
    Framing {
        /// How.
        framing: Framing,
    },
    /// The operator removes a client.
    Remove {
        /// Which peer.
        peer: PeerId,
    },
    /// Group messages from the same room on other machines.
    FromElsewhere {
        /// In their order.
        messages: Vec<GroupMessage>,
    },
    /// The time of [`super::Room::poll_timeout`] has come.
    Timeout,
    /// Stop: what is queued is still written, nothing more is read or accepted.
    Stop,
}

/// What the host does, or shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Accept one more connection.
    Accept,
    /// The peer's queue is no longer empty: write.
    Write(PeerId),
    /// Close the peer's socket; the room has forgotten it.
    Close(PeerId),
    /// Read from no peer until [`Output::ResumeReading`].
    PauseReading,
    /// Read again.
    ResumeReading,
    /// Group messages from here, for the same room on other machines. Only where
    /// [`super::Room::share`] was called.
    Publish(Vec<GroupMessage>),
    /// Show this.
    Event(RoomEvent),
    /// The room is empty and stopped.
    Stopped,
}

/// One message of the group, as it is sent to other machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupMessage {
    /// When it was sent, in the local time of its machine.
    pub stamp: String,
    /// Its sender: `ip:port`.
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
    /// A client joined.
    Joined {
        /// Which peer.
        peer: PeerId,
        /// From where.
        address: Address,
    },
    /// A client sent a message.
    Said {
        /// Which peer.
        peer: PeerId,
        /// What, fit for a terminal.
        text: String,
    },
    /// A client on another machine sent a message to the group.
    SaidElsewhere {
        /// The message.
        message: GroupMessage,
    },
    /// A message from another machine could not be framed here.
    FaultedElsewhere {
        /// Why.
        fault: Fault,
    },
    /// The server sent a message to one client.
    Answered {
        /// To whom.
        peer: PeerId,
        /// What.
        text: String,
    },
    /// A client's bytes could not be decoded as a message.
    Faulted {
        /// Which peer's.
        peer: PeerId,
        /// Why.
        fault: Fault,
    },
    /// The framing changed.
    Reframed {
        /// How.
        framing: Framing,
    },
    /// A client reads too slowly and has missed messages since it last kept up.
    Lagged {
        /// Which peer.
        peer: PeerId,
        /// Messages missed in all.
        missed: u64,
    },
    /// A client left.
    Left {
        /// Which peer.
        peer: PeerId,
        /// Why.
        reason: Leave,
    },
}

/// Why a client's bytes could not be decoded as a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The framing rejected them.
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
    /// It sent the mode's word for goodbye, or had its one exchange.
    Goodbye,
    /// It closed the connection.
    Closed,
    /// Its connection failed.
    Failed {
        /// In Python's words.
        failure: String,
    },
    /// It did not read, and the room disconnects such peers.
    Slow,
    /// The operator removed it.
    Removed,
    /// The room stopped.
    Stopped,
}

/// One peer's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerStatus {
    /// Which peer.
    pub peer: PeerId,
    /// From where.
    pub address: Address,
    /// Its encoding.
    pub encoding: Encoding,
    /// Bytes queued for it.
    pub queued_bytes: usize,
    /// Messages it has missed for being slow.
    pub missed: u64,
    /// Whether it is being disconnected, and only its queue is still written.
    pub leaving: bool,
}
