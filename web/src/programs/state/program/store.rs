//! The programs of both panes, and how much of Python is loaded.

use lab_shared::trace::Role;

use super::run::Program;
use crate::worker::message::{FromWorker, Lack};

/// How far Python is loaded.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Engine {
    /// Nobody asked for it.
    #[default]
    Idle,
    /// It is on its way.
    Loading {
        /// Bytes received.
        loaded: u64,
        /// Bytes in all; 0 until it is known.
        total: u64,
    },
    /// Programs can be run.
    Ready {
        /// Python's version.
        python: String,
    },
    /// This browser cannot.
    Unsupported(Lack),
    /// It did not load.
    Failed(String),
}

impl Engine {
    /// Its name in the page's markup.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Loading { .. } => "loading",
            Self::Ready { .. } => "ready",
            Self::Unsupported(_) => "unsupported",
            Self::Failed(_) => "failed",
        }
    }

    /// A worker reported its progress in loading.
    pub fn told(&mut self, message: &FromWorker) {
        match message {
            // Later workers load from what the browser keeps: only the first has a bar.
            FromWorker::Loading { loaded, total } if !matches!(self, Self::Ready { .. }) => {
                *self = Self::Loading { loaded: *loaded, total: *total };
            }
            FromWorker::Ready { python, .. } => *self = Self::Ready { python: python.clone() },
            FromWorker::Unsupported(lack) => *self = Self::Unsupported(*lack),
            FromWorker::Failed { message } => *self = Self::Failed(message.clone()),
            _ => {}
        }
    }
}

/// All that is known of programs. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programs {
    /// How far Python is.
    pub engine: Engine,
    /// The server's pane.
    pub server: Program,
    /// The client's pane.
    pub client: Program,
}

impl Programs {
    /// One pane.
    #[must_use]
    pub fn of(&self, side: Role) -> &Program {
        match side {
            Role::Server => &self.server,
            Role::Client => &self.client,
        }
    }

    /// One pane, to change.
    pub fn of_mut(&mut self, side: Role) -> &mut Program {
        match side {
            Role::Server => &mut self.server,
            Role::Client => &mut self.client,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loading_goes_from_nothing_to_ready_and_a_second_worker_does_not_bring_the_bar_back() {
        let mut engine = Engine::default();
        engine.told(&FromWorker::Loading { loaded: 1, total: 10 });
        assert_eq!(engine, Engine::Loading { loaded: 1, total: 10 });
        engine.told(&FromWorker::Ready { python: "3.14.2".into(), pyodide: "314".into() });
        engine.told(&FromWorker::Loading { loaded: 1, total: 10 });
        assert_eq!(engine, Engine::Ready { python: "3.14.2".into() });
    }

    #[test]
    fn a_browser_that_cannot_and_a_load_that_fails_are_told() {
        let mut engine = Engine::default();
        engine.told(&FromWorker::Unsupported(Lack::StackSwitching));
        assert_eq!(engine, Engine::Unsupported(Lack::StackSwitching));
        engine.told(&FromWorker::Failed { message: "404".into() });
        assert_eq!(engine, Engine::Failed("404".into()));
    }
}
