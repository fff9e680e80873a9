//! A recording: all that happened, in order, to look at again, to keep, and to hand on as JSON, as
//! a capture file or as the Python program that makes the same calls.

pub mod base64;
pub mod event;
pub mod export_format;
pub mod json;
pub mod opening;
pub mod pcap;
pub mod player;
pub mod playhead;
pub mod program;
pub mod reader;
pub mod recording;
pub mod replay;
pub mod tally;

pub use event::{Event, Typed, What};
pub use export_format::ExportFormat;
use json::FORMAT;
pub use json::{Unreadable, VERSION};
pub use opening::{Next, Opening, Progress};
pub use pcap::capture_file;
pub use player::Player;
pub use playhead::{Playhead, Speed};
pub use program::program;
pub use reader::{MAX_EVENTS, MAX_FILE_BYTES, Reader};
pub use recording::Recording;
pub use replay::{Move, PlaybackStatus, Replay};
pub use tally::{Crowd, MAX_OPEN, MAX_PENDING};

#[cfg(test)]
pub mod tests;
