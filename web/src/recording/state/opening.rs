//! Opens a recording from a file in steps, between which the page stays responsive.

use std::ops::Range;

use crate::kit::state::printable::printable;

use super::{MAX_FILE_BYTES, Player, Reader, Replay, Unreadable};

/// Bytes read in one step.
const PIECE: u64 = 128 * 1024;

/// Events played in one step.
const EVENTS: usize = 250;

/// First the recording is read to its end, then it is played to its end.
#[derive(Debug)]
pub(crate) struct Opening {
    file: String,
    size: u64,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Reads { reader: Reader, taken: u64 },
    Plays(Player),
}

/// The progress of an opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The file's name.
    pub file: String,
    /// How much is done, in percent.
    pub percent: usize,
}

/// Most characters of a file's name that are shown.
const MAX_SHOWN: usize = 80;

/// What an opening needs next.
#[derive(Debug)]
pub(crate) enum Next {
    /// These bytes of the file, for [`Opening::take`].
    Bytes(Opening, Range<u64>),
    /// Another [`Opening::step`].
    Step(Opening),
    /// Nothing: it is open, positioned at its end.
    Open(Box<Replay>),
}

impl Opening {
    /// Begins to open a file of this name and size.
    ///
    /// # Errors
    /// [`Unreadable::TooLarge`].
    pub(crate) fn new(file: &str, size: u64) -> Result<Self, Unreadable> {
        if size > MAX_FILE_BYTES {
            return Err(Unreadable::TooLarge);
        }
        let stage = Stage::Reads { reader: Reader::default(), taken: 0 };
        let file = printable(file).chars().take(MAX_SHOWN).collect();
        Ok(Self { file, size, stage })
    }

    /// Its progress: the first half is reading, the second is playing.
    #[must_use]
    pub(crate) fn progress(&self) -> Progress {
        let half = |done: u64, all: u64| (done.min(all) * 50 / all.max(1)) as usize;
        let percent = match &self.stage {
            Stage::Reads { taken, .. } => half(*taken, self.size),
            Stage::Plays(player) => 50 + half(player.position() as u64, player.len() as u64),
        };
        Progress { file: self.file.clone(), percent }
    }

    /// What it needs now.
    #[must_use]
    pub(crate) fn next(self) -> Next {
        match self.stage {
            Stage::Reads { taken, .. } if taken < self.size => {
                let piece = taken..self.size.min(taken + PIECE);
                Next::Bytes(self, piece)
            }
            Stage::Plays(player) if player.position() == player.len() => {
                Next::Open(Box::new(Replay::of(player, Some(self.file))))
            }
            stage => Next::Step(Self { stage, ..self }),
        }
    }

    /// Handles the bytes it needs.
    ///
    /// # Errors [`Unreadable`] names the error in them.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        if let Stage::Reads { reader, taken } = &mut self.stage {
            reader.push(bytes)?;
            *taken += bytes.len() as u64;
        }
        Ok(())
    }

    /// Makes one step.
    ///
    /// # Errors [`Unreadable`] names the error in the file.
    pub(crate) fn step(self) -> Result<Self, Unreadable> {
        let player = match self.stage {
            Stage::Reads { reader, .. } => Player::new(reader.finish()?),
            Stage::Plays(mut player) => {
                player.seek(player.position() + EVENTS);
                player
            }
        };
        Ok(Self { stage: Stage::Plays(player), ..self })
    }
}
