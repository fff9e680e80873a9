//! An assistant that runs on the relay: what its page and the relay say to each other.
//!
//! The relay keeps the session of [`super::session`], its sockets and a log of bounded length; it goes
//! on without the page. A page watches it over its WebSocket: [`Request`]s go to the relay and
//! [`Update`]s come back, as the content of [`crate::wire::AssistantMessage`], which the link carries
//! without reading it. An assistant belongs to whoever has its [`OwnerKey`].
//!
//! The content is JSON with pieces of bytes behind it, so that messages are never escaped:
//!
//! | offset | size | little-endian |
//! |---|---|---|
//! | 0 | 4 | length of the JSON, `n` |
//! | 4 | n | the JSON; it tells the length of each piece |
//! | 4+n | rest | the pieces |

mod codec;
mod message;
mod proxies;
mod status;
#[cfg(test)]
mod tests;

pub use codec::ContentError;
pub use message::{
    AssistantNumber, Ending, News, Numbered, OwnerKey, Request, RunningAssistant, SetupNow, Update,
    Watched,
};
pub use proxies::{
    Delta, Held, HeldId, LinkStatus, ProxiesStatus, ProxyChanges, ProxyOrder, ProxyRequest,
    ProxyStatus, ReplayRequest, ReplayState, ReplayStatus,
};
pub use status::{Changes, EndStatus, Pacing, PeerStatus, PlanStatus, Status};

/// Most bytes of a setup that the relay takes.
pub const MAX_SETUP_BYTES: usize = 256 * 1024;

/// Most ends of such a setup.
pub const MAX_ENDS: usize = 16;

/// Ends that one assistant has in its life, those included that were removed.
pub const MAX_ENDS_EVER: u32 = 1000;

/// Most rules of such a setup; each may have a regular expression of its own.
pub const MAX_RULES: usize = 64;

/// Most proxies of such a setup.
pub const MAX_PROXIES: usize = 8;

/// Most faults of one direction of a proxy.
pub const MAX_FAULTS: usize = 16;

/// Held receives, and bytes of them, that a page is shown of one assistant; the others are shown once
/// these are released or dropped.
pub const MAX_HELD: usize = 256;
/// See [`MAX_HELD`].
pub const MAX_HELD_BYTES: usize = 256 * 1024;

/// Bytes of a recorded conversation that the relay plays.
pub const MAX_RECORDING_BYTES: usize = 512 * 1024;

/// Differences of a replay that a page is shown.
pub const MAX_DIFFERENCES: usize = 64;

/// Connections that the listeners and proxies of one assistant have at once; further ones wait in the
/// accept queue.
pub const MAX_CONNECTIONS: usize = 256;

/// Assistants of one owner.
pub const MAX_ASSISTANTS_PER_OWNER: usize = 4;

/// Most reports in a second on one assistant to one page; what happens between two is sent in one.
pub const REPORTS_PER_SECOND: u32 = 20;

/// Most entries of the log in one report.
pub const MAX_NEWS_ENTRIES: usize = 512;

/// Bytes of messages after which a report takes no further entry.
pub const MAX_NEWS_BYTES: usize = 128 * 1024;

/// Bytes of one message that the relay keeps in its log. The session itself sends and receives all of it.
pub const MAX_LOGGED_BYTES: usize = 64 * 1024;

/// Entries that the relay keeps of one assistant at most; its setup may say fewer.
pub const MAX_LOG_ENTRIES: usize = 20_000;

/// Bytes that they and their messages take at most.
pub const MAX_LOG_BYTES: usize = 8 * 1024 * 1024;
