//! A recording: all that happened, in order, to look at again, to keep, and to hand on as JSON, as
//! a capture file or as the Python program that makes the same calls.

mod base64;
mod event;
mod json;
mod keep;
mod opening;
mod pcap;
mod player;
mod playhead;
mod program;
mod reader;
mod replay;
mod taken;
mod tally;

pub use event::{Event, Typed, What};
use json::FORMAT;
pub use json::{Unreadable, VERSION};
pub use keep::Keep;
pub use opening::{Next, Opening, Progress};
pub use pcap::capture_file;
pub use player::Player;
pub use playhead::{Playhead, Speed};
pub use program::program;
pub use reader::{MAX_EVENTS, MAX_FILE_BYTES, Reader};
pub use replay::{Move, Replay, Standing};
pub use taken::Recording;
pub use tally::{Crowd, MAX_OPEN, MAX_PENDING};

#[cfg(test)]
mod tests;
