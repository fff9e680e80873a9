//! A program's status in one word, and the lines where its threads are.

use super::run::{Phase, Program};
use crate::timeline::state::thread_colour::thread_colour;
use crate::worker::message::{ThreadState, ThreadView};

/// A program's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramStatus {
    /// Not run yet.
    Idle,
    /// Waits for Python.
    Starting,
    /// Some thread runs.
    Running,
    /// Some thread is held at a line.
    Paused,
    /// Every thread waits.
    Blocked,
    /// Every thread waits, one of them for a line to be typed.
    WantsInput,
    /// It ended well.
    Finished,
    /// It ended with an exception, or with a status other than 0.
    Raised,
    /// The person stopped it.
    Stopped,
    /// Python crashed.
    Crashed,
    /// The page ended it for a message of its worker.
    Forged,
    /// Python could not be loaded, or its worker is gone.
    Failed,
}

impl ProgramStatus {
    /// Its name in the page's markup.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Blocked => "blocked",
            Self::WantsInput => "wants-input",
            Self::Finished => "finished",
            Self::Raised => "raised",
            Self::Stopped => "stopped",
            Self::Crashed => "crashed",
            Self::Forged => "forged",
            Self::Failed => "failed",
        }
    }
}

/// A thread's line in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub line: u32,
    /// The thread's name.
    pub name: String,
    /// Its colour, from 1.
    pub colour: u32,
    /// `running`, `paused` or `blocked`.
    pub state: &'static str,
}

/// A thread's state in the page's markup.
#[must_use]
pub(crate) fn state_name(state: &ThreadState) -> &'static str {
    match state {
        ThreadState::Running => "running",
        ThreadState::Paused { .. } => "paused",
        ThreadState::Blocked { .. } => "blocked",
        ThreadState::Ended => "ended",
    }
}

impl Program {
    /// Its status.
    #[must_use]
    pub fn status(&self) -> ProgramStatus {
        match &self.phase {
            Phase::Idle => ProgramStatus::Idle,
            Phase::Starting => ProgramStatus::Starting,
            Phase::Running => self.running(),
            Phase::Finished { status: 0, error: None } => ProgramStatus::Finished,
            Phase::Finished { .. } => ProgramStatus::Raised,
            Phase::Stopped => ProgramStatus::Stopped,
            Phase::Crashed(_) => ProgramStatus::Crashed,
            Phase::Forged(_) => ProgramStatus::Forged,
            Phase::Failed(_) => ProgramStatus::Failed,
        }
    }

    fn running(&self) -> ProgramStatus {
        let alive = || self.threads.iter().filter(|thread| thread.state != ThreadState::Ended);
        let some = |wanted: fn(&ThreadState) -> bool| alive().any(|it| wanted(&it.state));
        let runs = some(|state| *state == ThreadState::Running);
        match () {
            () if some(|state| matches!(state, ThreadState::Paused { .. })) => {
                ProgramStatus::Paused
            }
            () if runs => ProgramStatus::Running,
            () if self.wants_input.is_some() => ProgramStatus::WantsInput,
            () if alive().next().is_none() => ProgramStatus::Running,
            () => ProgramStatus::Blocked,
        }
    }

    /// The lines of its threads in a file.
    #[must_use]
    pub fn marks(&self, file: &str) -> Vec<Mark> {
        let here = |thread: &&ThreadView| {
            thread.file.as_deref() == Some(file) && thread.state != ThreadState::Ended
        };
        let mark = |thread: &ThreadView| {
            Some(Mark {
                line: thread.line?,
                name: thread.name.clone(),
                colour: thread_colour(thread.id),
                state: state_name(&thread.state),
            })
        };
        self.threads.iter().filter(here).filter_map(mark).collect()
    }
}
