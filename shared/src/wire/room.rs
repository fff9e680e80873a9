//! Chat rooms that the relay hosts and a page watches.

use serde::{Deserialize, Serialize};

use crate::call::{Address, Failure, Micros};
use crate::chat::{PeerId, PeerStatus, RoomConfig, RoomEvent};
use crate::framing::Framing;
use crate::text::Encoding;

/// Identifies one room of a page; the page counts them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomId(pub u32);

/// A page's request to a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomRequest {
    /// Which room; a new id for [`RoomCommand::Open`].
    pub room: RoomId,
    /// What.
    pub ask: RoomCommand,
}

/// The commands. Each is answered by the reports that follow.
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
    /// Use another encoding with a client.
    Encoding {
        /// With whom.
        peer: PeerId,
        /// Which.
        encoding: Encoding,
    },
    /// Change the framing.
    Framing {
        /// How.
        framing: Framing,
    },
    /// Disconnect a client at once.
    Remove {
        /// Whom.
        peer: PeerId,
    },
    /// Stop the room: what is queued is still written, then [`RoomUpdate::Stopped`] follows.
    Stop,
}

/// A report on a room.
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

/// The content of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RoomUpdate {
    /// It listens.
    Opened {
        /// Where.
        address: Address,
        /// Whether only loopback reaches it, because the relay's rules permit no more.
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
    /// The states of its clients; sent when they change, at most [`super::ROOM_REPORTS_PER_SECOND`].
    #[serde(rename = "standing")]
    Peers {
        /// The clients, in the order they joined.
        peers: Vec<PeerStatus>,
    },
    /// It has stopped; its id is no longer valid.
    Stopped,
}
