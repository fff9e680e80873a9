//! A recording as a JSON file, and back.

use lab_shared::kernel::CaptureState;
use serde::{Deserialize, Serialize};

use super::{Event, Recording, What};

/// The version of the format that is written. Any other is refused: what a field means may have
/// changed.
pub const VERSION: u32 = 1;

/// Most events that are read.
const MAX_EVENTS: usize = 200_000;

const FORMAT: &str = "socket-lab-recording";

/// Why a file is no recording that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// What reads recordings did not load.
    NoReader,
    /// It is something else.
    Foreign,
    /// It is of another version of the format.
    Version(u32),
    /// It holds too much.
    TooLong,
    /// It is broken, and where.
    Broken(String),
}

/// What tells a recording from anything else.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct File<E> {
    format: String,
    version: u32,
    /// The page's clock at 0, in microseconds since 1970.
    epoch: u64,
    capture: CaptureState,
    events: E,
}

impl Recording {
    /// The recording as JSON, one event a line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let head = File {
            format: FORMAT.into(),
            version: VERSION,
            epoch: self.epoch,
            capture: self.capture,
            events: [(); 0],
        };
        let text = "everything in a recording can be written";
        let head = serde_json::to_string(&head).expect(text);
        let lines: Vec<String> =
            self.events.iter().map(|event| serde_json::to_string(event).expect(text)).collect();
        let head = head.trim_end_matches("]}");
        format!("{head}\n{}\n]}}\n", lines.join(",\n"))
    }

    /// The recording in a file.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong with it.
    pub fn from_json(json: &str) -> Result<Self, Unreadable> {
        let head: Head = serde_json::from_str(json).map_err(|_| Unreadable::Foreign)?;
        if head.format != FORMAT {
            return Err(Unreadable::Foreign);
        }
        if head.version != VERSION {
            return Err(Unreadable::Version(head.version));
        }
        let file: File<Vec<Event>> =
            serde_json::from_str(json).map_err(|error| Unreadable::Broken(error.to_string()))?;
        if file.events.len() > MAX_EVENTS {
            return Err(Unreadable::TooLong);
        }
        let mut last = 0;
        for event in &file.events {
            if let What::Issued { call, .. } = &event.what {
                if call.id.0 <= last {
                    return Err(Unreadable::Broken(format!("call {} after {last}", call.id.0)));
                }
                last = call.id.0;
            }
        }
        Ok(Self { epoch: file.epoch, capture: file.capture, events: file.events })
    }
}
