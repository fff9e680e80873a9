//! Chat rooms that the relay hosts and a page watches.

use serde::{Deserialize, Serialize};

use crate::call::{Address, Failure, Micros};
use crate::chat::{PeerId, PeerStatus, RoomConfig, RoomEvent};
use crate::framing::Framing;
use crate::text::Encoding;

/// Names one room of a page; the page counts them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomId(pub u32);

/// What a page asks of a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomRequest {
    /// Which room; a new name for [`RoomCommand::Open`].
    pub room: RoomId,
    /// What.
    pub ask: RoomCommand,
}

/// The requests. Each is answered by what then happens in the room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RoomCommand {
    /// Open it: answered by [`RoomUpdate::Opened`] or [`RoomUpdate::Refused`].
    Open {
        /// Where it listens; port 0 picks a free one.
        address: Address,
        /// Its settings.
        config: RoomConfig,
    },
    /// The operator answers a client.
    Answer {
        /// Whom.
        peer: PeerId,
        /// What.
        text: String,
    },
    /// Speak another encoding with a client.
    Encoding {
        /// With whom.
        peer: PeerId,
        /// Which.
        encoding: Encoding,
    },
    /// Tell messages apart so from now on.
    Framing {
        /// How.
        framing: Framing,
    },
    /// Let a client go at once.
    Remove {
        /// Whom.
        peer: PeerId,
    },
    /// Stop the room: what is queued is still written, then [`RoomUpdate::Stopped`] follows.
    Stop,
}

/// What a page is told of a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomReport {
    /// Which room.
    pub room: RoomId,
    /// When, on the relay's clock.
    pub at: Micros,
    /// What.
    pub news: RoomUpdate,
}

/// The news of a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RoomUpdate {
    /// It listens.
    Opened {
        /// Where.
        address: Address,
        /// Whether only loopback reaches it, since the relay's rules allow no more.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        loopback_only: bool,
    },
    /// It could not open, or a request was refused.
    Refused(Failure),
    /// Lines of the transcript, in order.
    Transcript {
        /// The lines.
        events: Vec<RoomEvent>,
        /// Lines left out before these, because the page was slower than the room.
        missed: u64,
    },
    /// How its clients stand; sent when it changes, at most [`super::ROOM_REPORTS_PER_SECOND`].
    #[serde(rename = "standing")]
    Peers {
        /// The clients, in the order they joined.
        peers: Vec<PeerStatus>,
    },
    /// It has stopped; its name means nothing any more.
    Stopped,
}
