//! The kernel's facts about a socket: states, buffers, queues, the path's measures, and segments.
//!
//! A page watches sockets ([`crate::wire::ToRelay::Watch`]); the relay reads these facts from the
//! kernel (tcp(7), sock_diag(7), packet(7)) and sends them when they change. Nothing here is
//! derived from the calls a program made.

mod facts;
mod segment;
mod state;
#[cfg(test)]
mod tests;
mod told;

pub use facts::{
    AcceptQueue, Buffer, EndFacts, KernelFacts, OptionFact, Owner, PathFacts, WatchEnd,
};
pub use segment::{CaptureState, Segment, SegmentOptions, TcpFlags};
pub use state::TcpState;
pub use told::{End, Figure, Telling, Untold};
