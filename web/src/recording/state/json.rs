//! A recording to JSON and back.

use lab_shared::errno::System;
use lab_shared::kernel::CaptureState;
use serde::Serialize;

use super::{Crowd, Event, Recording};

/// The version of the format that is written. Any other is refused, because the meaning of a field
/// may have changed.
pub(crate) const VERSION: u32 = 1;

/// The name of the format.
pub(super) const FORMAT: &str = "socket-lab-recording";

/// Events written in one piece.
const PIECE: usize = 500;

/// Why a file cannot be shown as a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// The code that reads recordings did not load.
    NoReader,
    /// The browser could not read the file.
    NoFile,
    /// It is no recording.
    Foreign,
    /// It has another version of the format.
    Version(u32),
    /// It holds too many events.
    TooLong,
    /// It has too many bytes.
    TooLarge,
    /// It ends within an event, or before the last.
    Cut,
    /// A `variable` is no identifier: it would become code in a program saved from the recording.
    Variable {
        /// The event, counted from 1.
        event: usize,
        /// The invalid name.
        name: String,
    },
    /// More is pending or open at once than a page can show.
    TooMany {
        /// The event, counted from 1.
        event: usize,
        /// What exceeds the limit.
        of: Crowd,
    },
    /// It is malformed, with the place.
    Broken(String),
}

/// The head of the file, before the events.
#[derive(Serialize)]
struct Head {
    format: &'static str,
    version: u32,
    /// The page's clock at 0, in microseconds since 1970.
    epoch: u64,
    capture: CaptureState,
    #[serde(skip_serializing_if = "System::is_linux")]
    system: System,
    events: [(); 0],
}

impl Recording {
    /// The recording as JSON, one event a line, in consecutive pieces.
    pub(crate) fn json_pieces(&self) -> impl Iterator<Item = String> {
        let text = "everything in a recording can be written";
        let head = Head {
            format: FORMAT,
            version: VERSION,
            epoch: self.epoch,
            capture: self.capture,
            system: self.system,
            events: [],
        };
        let head = serde_json::to_string(&head).expect(text);
        let head = format!("{}\n", head.trim_end_matches("]}"));
        let last = self.events.len().div_ceil(PIECE);
        let lines = move |(number, events): (usize, &[Event])| {
            let line = |event: &Event| serde_json::to_string(event).expect(text);
            let lines: Vec<String> = events.iter().map(line).collect();
            let end = if number + 1 == last { "" } else { "," };
            format!("{}{end}\n", lines.join(",\n"))
        };
        let lines = self.events.chunks(PIECE).enumerate().map(lines);
        std::iter::once(head).chain(lines).chain(["]}\n".into()])
    }

    /// The same in one piece.
    #[cfg(test)]
    pub(crate) fn to_json(&self) -> String {
        self.json_pieces().collect()
    }

    /// The recording in a file.
    ///
    /// # Errors [`Unreadable`] names the error in it.
    #[cfg(test)]
    pub(crate) fn from_json(json: &str) -> Result<Self, Unreadable> {
        let mut reader = super::Reader::default();
        reader.push(json.as_bytes())?;
        reader.finish()
    }
}
