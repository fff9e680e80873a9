//! What a person does with playback and with recordings in files.

use web_sys::File;

use super::state::{ExportFormat, Move};

/// What a person does with recordings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RecordingCommand {
    /// Goes to another moment, or plays.
    Move(Move),
    /// Returns to the live lab.
    Leave,
    /// Saves a file of what is shown.
    ExportFormat(ExportFormat),
    /// Opens a recording from a file.
    Open(File),
    /// Cancels opening the file.
    Cancel,
}
