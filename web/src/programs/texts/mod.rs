//! The texts about programs, in both languages.

pub(crate) mod advice;
mod en;
mod zh;

use super::state::program::ProgramStatus;
use crate::kit::texts::Texts;
use crate::worker::message::PauseReason;

/// The texts of the programs.
#[derive(Debug)]
pub(crate) struct Programs {
    /// The window that programs run in.
    pub window: &'static Window,
    /// The programs of one's own.
    pub library: &'static LibraryTexts,
}

impl Texts for Programs {
    const EN: &'static Self = &en::EN;
    const ZH: &'static Self = &zh::ZH;
}

/// The window that programs run in.
#[derive(Debug)]
pub(crate) struct Window {
    /// The guide's tab on a narrow screen.
    pub guide: &'static str,
    /// The server's half.
    pub server: &'static str,
    /// The client's half.
    pub client: &'static str,
    /// Which file is open.
    pub file: &'static str,
    /// `sys.argv`.
    pub arguments: &'static str,
    /// The editor's label: its file.
    pub editor: fn(&str) -> String,
    /// How to leave the editor by keyboard.
    pub editor_help: &'static str,
    /// The text is newer than the run.
    pub older: &'static str,
    /// Puts the first text back.
    pub restore: &'static str,
    /// Who plays the client.
    pub plays: &'static str,
    /// A program in the page.
    pub plays_python: &'static str,
    /// The person's hands.
    pub plays_hands: &'static str,
    pub plays_terminal: &'static str,
    /// What to do in the terminal.
    pub terminal_lead: &'static str,
    /// No server listens yet.
    pub terminal_none: &'static str,
    /// The control bar.
    pub controls: &'static str,
    pub run: &'static str,
    /// Holds every thread.
    pub pause: &'static str,
    /// Lets them go.
    pub resume: &'static str,
    /// To the next line.
    pub step: &'static str,
    /// Ends it.
    pub stop: &'static str,
    /// Stops and runs.
    pub restart: &'static str,
    /// Ctrl+C.
    pub interrupt: &'static str,
    /// How fast.
    pub pace: &'static str,
    /// A choice of that, in milliseconds a line.
    pub pace_name: fn(u32) -> String,
    /// How a program stands.
    pub status: fn(ProgramStatus) -> &'static str,
    /// Ended, with this status.
    pub ended: fn(i32) -> String,
    pub threads: &'static str,
    /// There are none.
    pub no_threads: &'static str,
    /// A thread runs.
    pub thread_running: &'static str,
    /// A thread has ended.
    pub thread_ended: &'static str,
    /// A thread is held.
    pub thread_paused: fn(PauseReason) -> &'static str,
    /// A thread waits for something.
    pub thread_blocked: fn(&str) -> String,
    /// The program ends without it.
    pub daemon: &'static str,
    /// In which line.
    pub line: fn(u32) -> String,
    /// There are none.
    pub no_locals: &'static str,
    pub console: &'static str,
    /// Nothing was written.
    pub console_empty: &'static str,
    /// Lines that are not kept.
    pub console_dropped: fn(u64) -> String,
    /// The field for a line.
    pub input: &'static str,
    /// A thread waits for a line.
    pub input_wanted: &'static str,
    pub send: &'static str,
    /// Ctrl+D.
    pub eof: &'static str,
    /// Shows the line of an error.
    pub error_at: fn(&str, u32) -> String,
    /// Python is on its way: megabytes so far, and in all.
    pub loading: fn(f64, f64) -> String,
    /// Python is on its way.
    pub loading_title: &'static str,
    /// This browser lacks JSPI.
    pub unsupported: &'static str,
    /// Python did not come.
    pub failed: &'static str,
    /// Python crashed; its last words follow.
    pub crashed: &'static str,
    /// The page ended the program; what it said follows.
    pub forged: &'static str,
    /// The search panel: English words and these.
    pub phrases: &'static [(&'static str, &'static str)],
}

/// The programs of one's own.
#[derive(Debug)]
pub(crate) struct LibraryTexts {
    /// Their pane.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    pub new: &'static str,
    /// From a file.
    pub open: &'static str,
    /// There are none.
    pub none: &'static str,
    /// Opens one in a half.
    pub to_server: &'static str,
    /// See `to_server`.
    pub to_client: &'static str,
    /// Another name.
    pub rename: &'static str,
    /// Takes it out of the browser.
    pub delete: &'static str,
    /// Is that meant?
    pub delete_sure: &'static str,
    /// As a file.
    pub save: &'static str,
    /// As a link.
    pub share: &'static str,
    /// A link was opened.
    pub shared: fn(&str) -> String,
    /// Puts it among one's own.
    pub keep: &'static str,
    /// Forgets it.
    pub dismiss: &'static str,
    /// Back to the lessons.
    pub all_lessons: &'static str,
    /// The browser has no room.
    pub full: &'static str,
    /// What stands in a new program.
    pub sample: &'static str,
}
