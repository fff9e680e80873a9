//! One run of a program: its files, its status, its output.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use bytes::Bytes;
use lab_shared::call::Micros;

use super::console::Console;
use super::written::Written;
use crate::programs::state::workspace::RunRequest;
use crate::worker::message::{
    Breakpoints, Fault, FromWorker, SourceFile, TerminalSize, ThreadView, ToWorker,
};

/// The phase of a program's run.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    /// It was not run yet.
    #[default]
    Idle,
    /// It waits for Python to be there.
    Starting,
    /// It runs; its threads have more.
    Running,
    /// It ended by itself.
    Finished {
        /// Its exit status.
        status: i32,
        /// The exception it ended with.
        error: Option<Fault>,
    },
    /// The person stopped it.
    Stopped,
    /// Python crashed, with these last words.
    Crashed(String),
    /// The page ended it, because its worker sent this message, which no program sends.
    Forged(String),
    /// Python could not be loaded, or its worker is gone.
    Failed(String),
}

/// The program. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Program {
    /// The run's phase.
    pub phase: Phase,
    /// The files of the run; the editor may have newer text.
    pub files: Rc<Vec<SourceFile>>,
    /// The file that is run.
    pub main: Rc<str>,
    pub threads: Rc<Vec<ThreadView>>,
    pub console: Rc<Console>,
    /// The files that it has written.
    pub written: Rc<Written>,
    /// How large its terminal is.
    pub terminal: TerminalSize,
    /// The thread that waits for a line.
    pub wants_input: Option<u32>,
    /// Where it stops.
    pub breakpoints: Rc<BTreeMap<String, BTreeSet<u32>>>,
    /// Milliseconds it rests at each line.
    pub pace: u32,
    /// When the run began, on the page's clock.
    pub begun: Option<Micros>,
    /// When it ended.
    pub ended: Option<Micros>,
    /// How many records the timeline had when it ended by itself.
    pub ended_after: u64,
    /// How many runs there were.
    pub runs: u32,
}

impl Program {
    /// Whether a run is under way, or about to be.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self.phase, Phase::Starting | Phase::Running)
    }

    /// A run begins: what to tell the worker.
    pub fn begin(&mut self, request: RunRequest, now: Micros) -> ToWorker {
        let RunRequest { main, files, data, wheels, arguments, begin } = request;
        self.phase = Phase::Starting;
        self.files = Rc::new(files);
        self.main = main.as_str().into();
        self.threads = Rc::default();
        self.console = Rc::default();
        self.written = Rc::default();
        self.wants_input = None;
        self.begun = Some(now);
        self.ended = None;
        self.runs += 1;
        let (files, pace, breakpoints) =
            (self.files.to_vec(), self.pace, self.breakpoints_to_send());
        let terminal = self.terminal;
        let socket_files = BTreeSet::new();
        ToWorker::Run {
            main,
            files,
            data,
            wheels,
            socket_files,
            arguments,
            begin,
            pace,
            breakpoints,
            terminal,
            script: false,
        }
    }

    /// The run was handed to Python.
    pub fn started(&mut self) {
        if self.phase == Phase::Starting {
            self.phase = Phase::Running;
        }
    }

    /// The person stopped it, or its worker is gone.
    pub fn over(&mut self, phase: Phase, now: Micros) {
        self.phase = phase;
        self.ended = Some(now);
        self.threads = Rc::default();
        self.wants_input = None;
    }

    /// The worker reported something of the run, when the timeline had `after` records.
    pub fn told(&mut self, message: FromWorker, now: Micros, after: u64) {
        self.told_with(message, Bytes::new(), now, after);
    }

    /// The same, with the bytes beside the message.
    pub fn told_with(&mut self, message: FromWorker, bytes: Bytes, now: Micros, after: u64) {
        if !self.is_on() {
            return;
        }
        match message {
            FromWorker::Output { stream, text } => {
                Rc::make_mut(&mut self.console).write(stream, &text, after);
            }
            FromWorker::Wrote { name, size } => {
                Rc::make_mut(&mut self.written).report(name, size, bytes);
            }
            FromWorker::WantsInput { thread } => self.wants_input = Some(thread),
            FromWorker::InputTaken => self.wants_input = None,
            FromWorker::Threads { threads } => self.threads = Rc::new(threads),
            FromWorker::Finished { status, error } => {
                self.ended_after = after;
                self.over(Phase::Finished { status, error }, now);
            }
            FromWorker::Crashed { words } => self.over(Phase::Crashed(words), now),
            FromWorker::Forged { message } => self.over(Phase::Forged(message), now),
            FromWorker::Failed { message } => self.over(Phase::Failed(message), now),
            FromWorker::Loading { .. }
            | FromWorker::Ready { .. }
            | FromWorker::Unsupported(_)
            | FromWorker::Call { .. }
            | FromWorker::Cancel { .. } => {}
        }
    }

    /// The person typed a line.
    pub fn typed(&mut self, line: &str) {
        Rc::make_mut(&mut self.console).typed(line);
    }

    /// The person typed Ctrl+C behind the beginning of a line.
    pub fn interrupted(&mut self, dropped: &str) {
        Rc::make_mut(&mut self.console).echo(&format!("{dropped}^C"));
    }

    /// Sets or takes away a breakpoint.
    pub fn turn_breakpoint(&mut self, file: &str, line: u32) {
        let all = Rc::make_mut(&mut self.breakpoints);
        let lines = all.entry(file.to_owned()).or_default();
        if !lines.remove(&line) {
            lines.insert(line);
        }
        all.retain(|_, lines| !lines.is_empty());
    }

    /// The breakpoints of a file moved while it was edited.
    pub fn set_breakpoints(&mut self, file: &str, lines: impl IntoIterator<Item = u32>) {
        let all = Rc::make_mut(&mut self.breakpoints);
        all.insert(file.to_owned(), lines.into_iter().collect());
        all.retain(|_, lines| !lines.is_empty());
    }

    /// The breakpoints as the worker takes them.
    #[must_use]
    pub fn breakpoints_to_send(&self) -> Breakpoints {
        let list = |lines: &BTreeSet<u32>| lines.iter().copied().collect();
        self.breakpoints.iter().map(|(file, lines)| (file.clone(), list(lines))).collect()
    }

    /// Whether a file's text is another than the run's.
    #[must_use]
    pub fn is_older_than(&self, file: &str, text: &str) -> bool {
        self.is_on() && self.files.iter().any(|it| it.name == file && it.text != text)
    }

    #[must_use]
    pub fn thread_name(&self, id: u32) -> Option<&str> {
        self.threads.iter().find(|thread| thread.id == id).map(|thread| thread.name.as_str())
    }
}

#[cfg(test)]
mod tests;
