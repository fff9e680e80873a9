//! Files that are sent, and what is received as a file: what a person chooses, and how far it is.

pub(crate) mod capture;
pub(crate) mod rate;
pub(crate) mod sending;

use bytes::Bytes;
use std::ops::Range;
use std::time::Duration;

use lab_shared::assistant::session::{EndId, Target};

use super::number;
use rate::Rate;
use sending::{FileOrder, SendEnd};

/// Most bytes of a part.
const MAX_PART: u32 = 1 << 20;

/// Most bytes of a part that is a datagram.
const MAX_DATAGRAM: usize = 65_507;

/// Bytes of a part, where nothing is typed: of a stream, and of datagrams, which should fit a packet.
pub(crate) const USUAL_PART: (u32, u32) = (65_536, 1_400);

/// What a person does with files.
#[derive(Debug, Clone, PartialEq)]
pub enum FilesCommand {
    /// Chooses a file.
    Choose {
        /// Its name.
        name: String,
        /// Its bytes.
        size: u64,
    },
    /// Types the bytes of a part.
    Part(String),
    /// Types the time from one part to the next.
    Pause(String),
    /// Sends it from the chosen end.
    Send,
    /// Sends no more of it.
    Cancel,
    /// Writes what the chosen end receives into a file.
    Capture,
    /// Ends that file.
    EndCapture,
    /// Saves it.
    Save,
}

/// What the driver does for a command.
#[derive(Debug, Clone, PartialEq)]
pub enum FileEffect {
    Send(FileOrder),
    Cancel,
    Capture(EndId),
    EndCapture,
    /// Offers the captured file under this name.
    Save(String),
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq)]
pub enum FileNews {
    /// These bytes of the file are to be read.
    Read(Range<u64>),
    /// So many bytes are written to the peers.
    Sent {
        /// In all.
        bytes: u64,
        /// When.
        at: Duration,
    },
    /// The file is no longer being sent.
    Ended {
        /// How it has ended.
        end: SendEnd,
        /// What was written of it.
        bytes: u64,
    },
    /// These bytes were received and are to be written into the file.
    Captured(Bytes),
    /// So many bytes were received since the capture began.
    Received {
        /// In all.
        bytes: u64,
        /// When.
        at: Duration,
    },
    /// What is received is written into a file from now on, or no longer.
    Capturing(CaptureState),
}

/// What the file of received bytes is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaptureState {
    /// There is none.
    #[default]
    None,
    /// The browser makes it.
    Opening,
    /// Received bytes go into it.
    Writing,
    /// It is complete and can be saved.
    Complete,
    /// The browser has no place for it.
    Unsupported,
    /// The browser could not write it; its storage may be full.
    Failed,
}

/// The model of the file card.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FilesModel {
    /// The file's name and bytes.
    pub(crate) chosen: Option<(String, u64)>,
    /// As it is typed.
    pub(crate) part: String,
    /// As it is typed.
    pub(crate) pause: String,
    pub(crate) sending: Option<SendProgress>,
    pub(crate) capture: CaptureState,
    /// Bytes in the file of received bytes, and how fast they come.
    pub(crate) captured: (u64, Rate),
}

/// How far a file is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SendProgress {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) sent: u64,
    pub(crate) rate: Rate,
    /// How it has ended.
    pub(crate) end: Option<SendEnd>,
}

/// A field of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileField {
    Part,
    Pause,
}

impl FilesModel {
    /// Whether a file is being sent.
    #[must_use]
    pub(crate) fn is_sending(&self) -> bool {
        self.sending.as_ref().is_some_and(|sending| sending.end.is_none())
    }

    /// The mistakes of its fields.
    #[must_use]
    pub(crate) fn problems(&self) -> Vec<(FileField, lab_shared::assistant::Problem)> {
        let part = number::between(&self.part, 1, MAX_PART).err();
        let pause = number::milliseconds(&self.pause).err();
        let part = part.filter(|_| !self.part.trim().is_empty());
        let part = part.map(|problem| (FileField::Part, problem));
        part.into_iter().chain(pause.map(|problem| (FileField::Pause, problem))).collect()
    }

    /// Carries a command out, for the end that is chosen and whom it sends to.
    pub fn handle(
        &mut self,
        command: FilesCommand,
        end: EndId,
        target: Target,
        is_datagram: bool,
    ) -> Option<FileEffect> {
        match command {
            FilesCommand::Choose { name, size } => self.chosen = Some((name, size)),
            FilesCommand::Part(typed) => self.part = typed,
            FilesCommand::Pause(typed) => self.pause = typed,
            FilesCommand::Send if !self.is_sending() && self.problems().is_empty() => {
                let (name, size) = self.chosen.clone()?;
                let usual = if is_datagram { USUAL_PART.1 } else { USUAL_PART.0 };
                let part = number::between(&self.part, 1, MAX_PART).unwrap_or(usual) as usize;
                let part = if is_datagram { part.min(MAX_DATAGRAM) } else { part };
                let pause = number::milliseconds(&self.pause).ok()?;
                let pause = Duration::from_millis(pause.into());
                self.sending = Some(SendProgress { name, size, ..SendProgress::default() });
                return Some(FileEffect::Send(FileOrder { end, target, size, part, pause }));
            }
            FilesCommand::Send => {}
            FilesCommand::Cancel => return self.is_sending().then_some(FileEffect::Cancel),
            FilesCommand::Capture => {
                if !matches!(self.capture, CaptureState::Opening | CaptureState::Writing) {
                    self.capture = CaptureState::Opening;
                    self.captured = (0, Rate::default());
                    return Some(FileEffect::Capture(end));
                }
            }
            FilesCommand::EndCapture => {
                let writes = self.capture == CaptureState::Writing;
                return writes.then_some(FileEffect::EndCapture);
            }
            FilesCommand::Save => {
                let complete = self.capture == CaptureState::Complete;
                return complete.then(|| FileEffect::Save("received".into()));
            }
        }
        None
    }

    /// Takes in what happened.
    pub fn apply(&mut self, news: FileNews) {
        match news {
            FileNews::Sent { bytes, at } => {
                if let Some(sending) = &mut self.sending {
                    sending.sent = bytes;
                    sending.rate.push(at, bytes);
                }
            }
            FileNews::Ended { end, bytes } => {
                if let Some(sending) = &mut self.sending {
                    sending.sent = bytes;
                    sending.end = Some(end);
                }
            }
            FileNews::Received { bytes, at } => {
                self.captured.0 = bytes;
                self.captured.1.push(at, bytes);
            }
            FileNews::Capturing(state) => self.capture = state,
            FileNews::Read(_) | FileNews::Captured(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
