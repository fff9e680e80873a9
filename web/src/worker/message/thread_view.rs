//! The threads of a program as its worker reports them: where each is, and why it does not run.

use serde::{Deserialize, Serialize};

/// One thread of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadView {
    /// 1 is the main thread; the others count up.
    pub id: u32,
    /// What `threading.get_ident()` returns.
    pub ident: u64,
    /// Its name.
    pub name: String,
    /// Whether the program ends without it.
    pub daemon: bool,
    /// Its state.
    pub state: ThreadState,
    /// The person's file it is in.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
    /// The function.
    pub function: Option<String>,
    /// The person's frames, innermost first.
    #[serde(default)]
    pub frames: Vec<FrameView>,
}

/// One frame of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameView {
    pub file: String,
    pub line: u32,
    pub function: String,
    /// Its variables, where the thread is paused or blocked.
    #[serde(default)]
    pub locals: Vec<Local>,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    pub name: String,
    /// Its type's name.
    pub kind: String,
    /// Its `repr`, cut.
    pub value: String,
}

/// A thread's state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadState {
    /// It runs.
    Running,
    /// It is held at a line.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// It waits.
    Blocked {
        /// For what: `accept`, `recv`, `input`, `sleep`, `lock` …
        on: String,
        /// Since when: milliseconds since 1970.
        since: f64,
        /// The worker's number of the call it waits in.
        #[serde(default)]
        call: Option<u32>,
    },
    /// It has ended.
    Ended,
}

/// Why a thread is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A breakpoint.
    Breakpoint,
    /// A step is done.
    Step,
    /// The person paused it.
    Pause,
    /// The run begins paused.
    Begin,
}
