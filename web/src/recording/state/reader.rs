//! Reads a recording from a file piece by piece: no step takes longer than one piece and one event.
//!
//! The scanner below finds where each event begins and ends; serde reads it. The text around the
//! events is kept and read at the file's end.

use lab_shared::errno::System;
use lab_shared::kernel::CaptureState;
use lab_shared::text::python_str;
use serde::Deserialize;

use super::event::{unknown_kind, wrong_variable};
use super::tally::{Odd, Tally};
use super::{Event, FORMAT, Recording, Unreadable, VERSION};

/// Most events that are read.
pub(crate) const MAX_EVENTS: usize = 200_000;

/// Most bytes of a file.
pub(crate) const MAX_FILE_BYTES: u64 = 128 * 1024 * 1024;

/// Most bytes of one event: the longest payload as base64, beside the text it was typed as with every
/// character escaped.
const MAX_EVENT_BYTES: usize = 8 * 1024 * 1024;

/// Most bytes around the events.
const MAX_HEAD_BYTES: usize = 4096;

/// Most characters shown of an unknown kind of event.
const MAX_SHOWN: usize = 40;

/// Where the events begin.
const EVENTS: &[u8] = b"\"events\":[";

/// The scanner's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Outside the events, before or after them.
    Around,
    /// Between two events; whether one must follow.
    Between {
        wanted: bool,
    },
    /// After an event.
    Behind,
    Within,
}

/// Reads a recording.
#[derive(Debug)]
pub(crate) struct Reader {
    place: Place,
    /// The file without its events and without white space.
    around: Vec<u8>,
    /// The current event.
    event: Vec<u8>,
    /// Brackets open in the event, or outside the events.
    depth: usize,
    in_string: bool,
    escaped: bool,
    events: Vec<Event>,
    tally: Tally,
}

/// The fields that identify a recording, as far as it has been read.
#[derive(Deserialize)]
struct Format {
    format: Option<String>,
    version: Option<u32>,
}

/// The file without its events.
#[derive(Deserialize)]
struct Head {
    epoch: u64,
    capture: CaptureState,
    /// Only systems other than Linux are written.
    #[serde(default)]
    system: System,
    /// They were taken out. serde rejects a second list.
    #[serde(rename = "events")]
    _events: [(); 0],
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            place: Place::Around,
            around: Vec::new(),
            event: Vec::new(),
            depth: 0,
            in_string: false,
            escaped: false,
            events: Vec::new(),
            tally: Tally::default(),
        }
    }
}

impl Reader {
    /// Reads the next bytes of the file.
    ///
    /// # Errors [`Unreadable`] names the error in them.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        bytes.iter().try_for_each(|byte| self.byte(*byte))
    }

    /// The recording, once the whole file was pushed.
    ///
    /// # Errors [`Unreadable`] names the error in it.
    pub(crate) fn finish(self) -> Result<Recording, Unreadable> {
        if self.place != Place::Around {
            return Err(Unreadable::Cut);
        }
        let format = self.format(&self.around)?;
        if format.format.is_none() {
            return Err(Unreadable::Foreign);
        }
        if format.version.is_none() {
            return Err(Unreadable::Broken("version".into()));
        }
        let head: Head = serde_json::from_slice(&self.around)
            .map_err(|error| Unreadable::Broken(error.to_string()))?;
        let Head { epoch, capture, system, .. } = head;
        Ok(Recording { epoch, capture, system, events: self.events })
    }

    fn byte(&mut self, byte: u8) -> Result<(), Unreadable> {
        let is_space = matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        match self.place {
            Place::Around => self.around(byte, is_space),
            _ if is_space && self.place != Place::Within => Ok(()),
            Place::Between { wanted } => match byte {
                b'{' => {
                    self.place = Place::Within;
                    self.within(byte)
                }
                b']' if !wanted => self.end_events(),
                _ => Err(self.broken("an event is expected")),
            },
            Place::Behind => match byte {
                b',' => {
                    self.place = Place::Between { wanted: true };
                    Ok(())
                }
                b']' => self.end_events(),
                _ => Err(self.broken("a comma is expected behind it")),
            },
            Place::Within => self.within(byte),
        }
    }

    fn around(&mut self, byte: u8, is_space: bool) -> Result<(), Unreadable> {
        if is_space && !self.in_string {
            return Ok(());
        }
        if self.around.len() >= MAX_HEAD_BYTES {
            return Err(Unreadable::Foreign);
        }
        self.around.push(byte);
        self.count(byte);
        // A byte order mark is no part of the text.
        if self.around == "\u{feff}".as_bytes() {
            self.around.clear();
        }
        if self.depth == 2 && !self.in_string && self.around.ends_with(EVENTS) {
            self.begin_events()?;
        }
        Ok(())
    }

    fn begin_events(&mut self) -> Result<(), Unreadable> {
        // The head may already show that this cannot be read.
        self.format(&[&self.around, b"]}".as_slice()].concat())?;
        self.place = Place::Between { wanted: false };
        self.depth = 0;
        Ok(())
    }

    fn end_events(&mut self) -> Result<(), Unreadable> {
        self.place = Place::Around;
        self.around.push(b']');
        self.depth = 1;
        Ok(())
    }

    fn format(&self, json: &[u8]) -> Result<Format, Unreadable> {
        let format: Format = serde_json::from_slice(json).map_err(|_| Unreadable::Foreign)?;
        match (&format.format, format.version) {
            (Some(name), _) if name != FORMAT => Err(Unreadable::Foreign),
            (_, Some(version)) if version != VERSION => Err(Unreadable::Version(version)),
            _ => Ok(format),
        }
    }

    fn within(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.event.len() >= MAX_EVENT_BYTES {
            return Err(self.broken("it is longer than any event"));
        }
        self.event.push(byte);
        self.count(byte);
        if self.depth > 0 || self.in_string {
            return Ok(());
        }
        let json = std::mem::take(&mut self.event);
        if self.events.len() >= MAX_EVENTS {
            return Err(Unreadable::TooLong);
        }
        let event = match serde_json::from_slice(&json) {
            Ok(event) => event,
            Err(error) => return Err(self.why(&json, &error)),
        };
        match self.tally.take(&event) {
            Ok(()) => {}
            Err(Odd::TooMany(of)) => return Err(Unreadable::TooMany { event: self.number(), of }),
            Err(Odd::Broken(why)) => return Err(self.broken(&why)),
        }
        self.events.push(event);
        self.place = Place::Behind;
        Ok(())
    }

    /// Counts brackets and quotation marks.
    fn count(&mut self, byte: u8) {
        if self.in_string {
            self.in_string = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// The current event, counted from 1.
    fn number(&self) -> usize {
        self.events.len() + 1
    }

    fn broken(&self, why: &str) -> Unreadable {
        Unreadable::Broken(format!("event {}: {why}", self.number()))
    }

    /// Why an event cannot be read. An invalid variable has its own error.
    fn why(&self, json: &[u8], error: &serde_json::Error) -> Unreadable {
        if let Some(name) = wrong_variable(json) {
            return Unreadable::Variable { event: self.number(), name };
        }
        match unknown_kind(json) {
            Some(kind) => {
                let kind: String = kind.chars().take(MAX_SHOWN).collect();
                self.broken(&format!(
                    "{} is no kind of event that this page knows",
                    python_str(&kind)
                ))
            }
            None => self.broken(&error.to_string()),
        }
    }
}
