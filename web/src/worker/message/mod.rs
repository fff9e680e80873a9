//! The messages between the page and a program's worker. Each is sent as JSON with bytes beside it.

pub(crate) mod script;
mod thread_view;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{Address, Failure, Op, Outcome, SocketId, Value};

pub(crate) use thread_view::FrameView;
pub use thread_view::{PauseReason, ThreadState, ThreadView};

/// Lines to stop at, by file; lines count from 1.
pub(crate) type Breakpoints = BTreeMap<String, Vec<u32>>;

/// One file of a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its path from the project's folder.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// A file beside a program that is no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its path from the project's folder.
    pub name: String,
    /// They travel beside the message.
    #[serde(skip)]
    pub bytes: Bytes,
}

/// The file of an AF_UNIX socket that is there from now on, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketFile {
    /// As it was bound.
    pub name: String,
    pub exists: bool,
}

impl SocketFile {
    /// What a call changes if it succeeds.
    #[must_use]
    pub(crate) fn after(op: &Op) -> Option<Self> {
        match op {
            Op::Bind { address: Address::Unix { path } } => {
                let is_file = !path.is_empty() && !path.starts_with('\0');
                is_file.then(|| Self { name: path.clone(), exists: true })
            }
            Op::Unlink { path } => Some(Self { name: path.clone(), exists: false }),
            _ => None,
        }
    }
}

/// How a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begin {
    /// At once.
    Run,
    /// Stopped before the main file's first line.
    Pause,
}

/// How much a program's terminal shows at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalSize {
    /// Characters in a line, a wide one counted twice.
    pub columns: u16,
    pub lines: u16,
}

/// A terminal's before anything is known of it, as in CPython.
impl Default for TerminalSize {
    fn default() -> Self {
        Self { columns: 80, lines: 24 }
    }
}

/// How a call ended, as the wire writes it: `"ok":…` or `"error":…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// With a value.
    Ok(Value),
    /// With an exception.
    Error(Failure),
}

impl From<Outcome> for Ended {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Ok(value) => Self::Ok(value),
            Err(failure) => Self::Error(failure),
        }
    }
}

/// A message from the page to a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker {
    /// The first message, with an image of Python beside it where there is one.
    Load,
    /// Runs a program. Sent once.
    Run {
        /// The path of the file to run.
        main: String,
        /// Every text.
        files: Vec<SourceFile>,
        /// Every other file.
        data: Vec<DataFile>,
        /// The names of those that are wheels, which are installed first.
        wheels: Vec<String>,
        /// Names that the page's AF_UNIX sockets were bound to, whose files are there.
        socket_files: BTreeSet<String>,
        /// `sys.argv` after the file's name.
        arguments: Vec<String>,
        /// How it begins.
        begin: Begin,
        /// Milliseconds to rest at each line; 0 is full speed.
        pace: u32,
        /// Where to stop.
        breakpoints: Breakpoints,
        /// How large its terminal is.
        terminal: TerminalSize,
        /// Whether the main file is a script of the assistant, whose functions are called.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        script: bool,
    },
    /// A call ended. The received bytes are beside it.
    Returned {
        /// The worker's number for the call.
        id: u32,
        /// How.
        #[serde(flatten)]
        outcome: Ended,
    },
    /// A line typed into the console.
    Input {
        /// Without its line feed.
        line: String,
    },
    /// Another program bound an AF_UNIX socket, or removed its file.
    SocketFile(SocketFile),
    /// Its terminal has another size: SIGWINCH.
    TerminalSize(TerminalSize),
    /// Ctrl+D.
    Eof,
    /// Ctrl+C.
    Interrupt,
    /// Other places to stop at.
    Breakpoints {
        /// All of them.
        breakpoints: Breakpoints,
    },
    /// Another pace.
    Pace {
        /// Milliseconds to rest at each line.
        pace: u32,
    },
    /// Stop at the next line.
    Pause {
        /// Which thread; none means every thread.
        thread: Option<u32>,
    },
    /// Go on.
    Resume {
        /// Which thread; none means every thread.
        thread: Option<u32>,
    },
    /// Go on to the next line.
    Step {
        /// Which thread; none means whichever gets to a line first.
        thread: Option<u32>,
    },
}

/// What a browser lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// JavaScript Promise Integration: a Python stack cannot wait.
    StackSwitching,
}

/// What a program writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// A message from a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker {
    /// Python is loading.
    Loading {
        /// Bytes received.
        loaded: u64,
        /// Bytes in all.
        total: u64,
    },
    /// A program can be run.
    Ready {
        /// Python's version.
        python: String,
        /// Pyodide's version.
        pyodide: String,
    },
    /// This browser cannot.
    Unsupported(Lack),
    /// Python did not load.
    Failed {
        /// Why.
        message: String,
    },
    /// A socket call. The bytes to send are beside it.
    Call {
        /// The worker's number for it.
        id: u32,
        /// The thread that made it.
        thread: u32,
        /// The person's file it was made in.
        file: Option<String>,
        /// The line.
        line: Option<u32>,
        /// The variable the line assigns the result to.
        variable: Option<String>,
        /// The socket, where the call needs one.
        socket: Option<SocketId>,
        /// The call.
        op: Op,
    },
    /// The call is cancelled.
    Cancel {
        /// The worker's number for it.
        id: u32,
    },
    /// The program wrote something.
    Output {
        /// Where to.
        stream: Stream,
        /// What.
        text: String,
    },
    /// The program wrote a file. Its bytes travel beside it once it no longer grows.
    Wrote {
        /// Its path from the project's folder.
        name: String,
        /// Its size in bytes.
        size: u64,
    },
    /// A thread waits for a line; its prompt was written before.
    WantsInput {
        /// Which.
        thread: u32,
    },
    /// It has received one.
    InputTaken,
    /// Every living thread.
    Threads {
        /// In the order they began.
        threads: Vec<ThreadView>,
    },
    /// Python itself crashed, and the program with it.
    Crashed {
        /// Its last words.
        words: String,
    },
    /// The transport ended the program because it sent a forged message. The worker itself cannot send this.
    #[serde(skip)]
    Forged {
        /// The beginning of that message.
        message: String,
    },
    /// The program ended.
    Finished {
        /// Its exit status.
        status: i32,
        /// The exception it ended with.
        error: Option<Fault>,
    },
}

impl FromWorker {
    /// Whether it is the last message of a program.
    #[must_use]
    pub fn ends_program(&self) -> bool {
        matches!(
            self,
            Self::Finished { .. }
                | Self::Crashed { .. }
                | Self::Forged { .. }
                | Self::Failed { .. }
        )
    }
}

/// The exception that ended a program, and the line of the person's files it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
    /// The traceback's last line.
    pub text: String,
}

/// A message to a worker, as it is sent.
#[must_use]
pub(crate) fn write(message: &ToWorker) -> String {
    serde_json::to_string(message).expect("messages have string keys only")
}

/// A worker's message while it loads; an unreadable one is a failure of the worker.
#[must_use]
pub(crate) fn read_of_worker(json: &str) -> FromWorker {
    read(json).unwrap_or_else(|message| FromWorker::Failed { message })
}

/// A program's message that the transport has let through; `calls` is whether it is a call. Anything
/// else was forged.
#[must_use]
pub fn read_of_program(json: &str, calls: bool) -> FromWorker {
    use FromWorker as F;
    match read(json) {
        Ok(call @ F::Call { .. }) if calls => call,
        Ok(
            said @ (F::Cancel { .. }
            | F::Output { .. }
            | F::Wrote { .. }
            | F::WantsInput { .. }
            | F::InputTaken
            | F::Threads { .. }
            | F::Finished { .. }
            | F::Crashed { .. }),
        ) if !calls => said,
        Ok(_) => F::Forged { message: beginning(json) },
        Err(message) => F::Forged { message },
    }
}

fn read(json: &str) -> Result<FromWorker, String> {
    serde_json::from_str(json).map_err(|error| format!("{error}: {}", beginning(json)))
}

fn beginning(json: &str) -> String {
    json.chars().take(200).collect()
}

#[cfg(test)]
mod tests;
