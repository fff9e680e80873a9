//! The script as a person writes, starts and stops it. Its text is in the setup.

pub(crate) mod examples;
mod feed;
pub(crate) mod run;

use std::rc::Rc;

use lab_shared::assistant::setup::Script;

use crate::programs::state::program::console::Console;
use crate::worker::message::{Fault, Stream};

/// The file that tracebacks name.
pub(crate) const FILE: &str = "script.py";

/// What a person does with the script.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScriptCommand {
    /// Begins one with this text.
    Begin(&'static str),
    /// Changes its text. What runs goes on as it was started.
    Write(String),
    /// Gives it the messages of this end only, or of all.
    End(Option<String>),
    /// Takes it out of the setup.
    Remove,
    /// Starts it, or starts it anew.
    Start,
    /// Stops it, whatever it is doing.
    Stop,
    /// Takes its output away.
    ClearOutput,
}

/// What the driver does for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ScriptEffect {
    /// Runs this text in a new worker.
    Start(String),
    /// Ends the worker.
    Stop,
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScriptNews {
    /// Bytes of Python, received and in all.
    Loading(u64, u64),
    /// Its text begins to run.
    Started,
    /// Its functions are called from now on.
    Serving,
    /// So many wait for it.
    Waiting(usize),
    /// It has dealt with something; so many wait.
    Handled {
        is_message: bool,
        waiting: usize,
    },
    /// Something was not given to it, because too much waits.
    LeftOut,
    Output(Stream, String),
    /// A function of its has failed. It goes on.
    Raised(Fault),
    Over(ScriptEnd),
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScriptEnd {
    /// The person stopped it.
    Stopped,
    /// By itself, or by this exception.
    Finished(Option<Fault>),
    /// Python crashed.
    Crashed(String),
    /// Python did not load.
    Failed(String),
    /// This browser cannot run it.
    Unsupported,
}

/// How far it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum ScriptPhase {
    #[default]
    Off,
    /// Bytes of Python, received and in all; 0 before that is known.
    Loading(u64, u64),
    /// Its text is being run.
    Starting,
    /// It waits for messages, or handles one.
    Serving,
    Over(ScriptEnd),
}

/// What the page knows of the script beside its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ScriptModel {
    pub(crate) phase: ScriptPhase,
    /// The text that runs, or ran last.
    text: Option<Rc<str>>,
    pub(crate) console: Rc<Console>,
    /// The last exception, of the script or of one of its functions.
    pub(crate) fault: Option<Fault>,
    /// Exceptions of its functions.
    pub(crate) faults: u64,
    /// Messages that it has dealt with.
    pub(crate) handled: u64,
    /// What waits for it.
    pub(crate) waiting: usize,
    /// What was not given to it.
    pub(crate) left_out: u64,
}

impl ScriptModel {
    /// Whether it has a worker.
    #[must_use]
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.phase, ScriptPhase::Off | ScriptPhase::Over(_))
    }

    /// Whether another text runs than is written.
    #[must_use]
    pub(crate) fn is_older_than(&self, script: &Script) -> bool {
        self.is_on() && self.text.as_deref() != Some(&script.text)
    }

    /// Carries a command out on the setup's script, and returns what the driver has to do.
    pub(crate) fn handle(
        &mut self,
        command: ScriptCommand,
        script: &mut Option<Script>,
    ) -> Option<ScriptEffect> {
        match command {
            ScriptCommand::Begin(text) => {
                script.get_or_insert_default().text = text.to_owned();
            }
            ScriptCommand::Write(text) => script.get_or_insert_default().text = text,
            ScriptCommand::End(end) => script.get_or_insert_default().end = end,
            ScriptCommand::Remove => {
                *script = None;
                let stops = self.stop();
                *self = Self::default();
                return stops;
            }
            ScriptCommand::Start => {
                let text = script.as_ref()?.text.clone();
                *self = Self {
                    phase: ScriptPhase::Loading(0, 0),
                    text: Some(text.as_str().into()),
                    ..Self::default()
                };
                return Some(ScriptEffect::Start(text));
            }
            ScriptCommand::Stop => return self.stop(),
            ScriptCommand::ClearOutput => self.console = Rc::default(),
        }
        None
    }

    /// Stops it if it runs.
    pub(crate) fn stop(&mut self) -> Option<ScriptEffect> {
        if !self.is_on() {
            return None;
        }
        self.over(ScriptEnd::Stopped);
        Some(ScriptEffect::Stop)
    }

    /// Takes in what happened.
    pub(crate) fn apply(&mut self, news: ScriptNews) {
        match news {
            ScriptNews::Loading(loaded, total) => self.phase = ScriptPhase::Loading(loaded, total),
            ScriptNews::Started => self.phase = ScriptPhase::Starting,
            ScriptNews::Serving => self.phase = ScriptPhase::Serving,
            ScriptNews::Waiting(waiting) => self.waiting = waiting,
            ScriptNews::Handled { is_message, waiting } => {
                self.handled += u64::from(is_message);
                self.waiting = waiting;
            }
            ScriptNews::LeftOut => self.left_out += 1,
            ScriptNews::Output(stream, text) => {
                Rc::make_mut(&mut self.console).write(stream, &text, 0);
            }
            ScriptNews::Raised(fault) => {
                self.faults += 1;
                self.fault = Some(fault);
            }
            ScriptNews::Over(end) => self.over(end),
        }
    }

    fn over(&mut self, end: ScriptEnd) {
        if let ScriptEnd::Finished(Some(fault)) = &end {
            self.fault = Some(fault.clone());
        }
        self.waiting = 0;
        self.phase = ScriptPhase::Over(end);
    }
}

#[cfg(test)]
mod tests;
