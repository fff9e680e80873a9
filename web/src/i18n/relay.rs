//! Words about the relay: how the link to it stands, and where sockets may go.

use crate::state::link::Loss;

/// About the relay.
#[derive(Debug)]
pub struct Relay {
    /// No call can be made yet.
    pub connecting: &'static str,
    /// Calls can be made.
    pub ready: &'static str,
    /// The connection broke and is being mended.
    pub interrupted: &'static str,
    /// It was lost.
    pub lost: &'static str,
    /// It will not have this page.
    pub refused: &'static str,
    /// The title of the notice when it was never reached.
    pub unreachable_title: &'static str,
    /// The title of the notice while the connection is being mended.
    pub interrupted_title: &'static str,
    /// What becomes of the sockets meanwhile.
    pub sockets_kept: &'static str,
    /// Counts down how long the relay keeps them.
    pub kept_for: fn(u64) -> String,
    /// The title of the notice when it is lost.
    pub lost_title: &'static str,
    /// The title of the notice when it refused.
    pub refused_title: &'static str,
    /// Why it was lost, where the relay did not say it itself.
    pub loss: fn(&Loss) -> String,
    /// What became of the sockets.
    pub sockets_gone: &'static str,
    /// Counts the seconds down.
    pub again_in: fn(u64) -> String,
    /// An attempt is under way.
    pub trying: &'static str,
    /// Do not wait.
    pub try_now: &'static str,
    /// The relay's version.
    pub version: &'static str,
    /// Where bind may go.
    pub may_bind: &'static str,
    /// Where connect may go.
    pub may_connect: &'static str,
    /// Where Unix paths lie.
    pub unix_directory: &'static str,
    /// How many sockets a page may have.
    pub max_sockets: &'static str,
}
