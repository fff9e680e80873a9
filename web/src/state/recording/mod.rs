//! A recording: all that happened, in order, to look at again, to keep, and to hand on as JSON, as
//! a capture file or as the Python program that makes the same calls.

mod base64;
mod event;
mod json;
mod keep;
mod pcap;
mod player;
mod playhead;
mod program;
mod replay;
mod taken;

pub use event::{Event, Typed, What};
pub use json::{Unreadable, VERSION};
pub use keep::Keep;
pub use pcap::capture_file;
pub use player::Player;
pub use playhead::{Playhead, Speed};
pub use program::program;
pub use replay::{Move, Replay, Standing};
pub use taken::Recording;

#[cfg(test)]
mod tests;
