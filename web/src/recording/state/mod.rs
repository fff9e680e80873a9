//! A recording: all events in order, to play back, and to save as JSON, as a capture file or as the
//! Python program that makes the same calls.

mod base64;
mod event;
mod export_format;
mod json;
mod network;
mod opening;
mod pcap;
mod player;
mod playhead;
mod program;
mod reader;
mod recording;
mod replay;
mod tally;

pub(crate) use event::{Event, Typed, What};
pub(crate) use export_format::ExportFormat;
use json::FORMAT;
pub(crate) use json::{Unreadable, VERSION};
pub(crate) use opening::{Next, Opening, Progress};
pub(crate) use pcap::{capture_file, has_packets};
pub(crate) use player::Player;
pub(crate) use playhead::{Playhead, Speed};
pub(crate) use program::program;
pub(crate) use reader::{MAX_EVENTS, MAX_FILE_BYTES, Reader};
pub(crate) use recording::Recording;
pub(crate) use replay::{Move, PlaybackStatus, Replay};
pub(crate) use tally::{Crowd, MAX_OPEN, MAX_PENDING};

#[cfg(test)]
mod tests;
