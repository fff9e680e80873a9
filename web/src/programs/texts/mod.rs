//! The texts of programs, in both languages.

pub(crate) mod advice;
mod en;
mod zh;

use super::state::arguments::ArgumentsError;
use super::state::look::Look;
use super::state::own::Unkept;
use super::state::program::ProgramStatus;
use super::state::project::ProjectError;
use super::state::project::package::PackageError;
use crate::kit::texts::Texts;
use crate::worker::message::PauseReason;

/// The texts of the programs.
#[derive(Debug)]
pub(crate) struct Programs {
    /// The window that programs run in.
    pub window: &'static Window,
    /// The programs of one's own.
    pub library: &'static LibraryTexts,
    /// Files that programs read and write.
    pub files: &'static FileTexts,
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
    /// The server's pane.
    pub server: &'static str,
    /// The client's pane.
    pub client: &'static str,
    /// Which file is open.
    pub file: &'static str,
    /// `sys.argv`.
    pub arguments: &'static str,
    /// Why they cannot be split.
    pub arguments_error: fn(ArgumentsError) -> &'static str,
    /// Run takes this file, whichever is open.
    pub runs: fn(&str) -> String,
    /// Run is to take the open file.
    pub run_this: &'static str,
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
    pub plays_assistant: &'static str,
    /// Whom the assistant reaches, and in which encoding.
    pub assistant_lead: &'static str,
    /// The lesson has prepared more than a client.
    pub assistant_setup: &'static str,
    /// Opens the assistant.
    pub assistant_open: &'static str,
    /// What a person should know of it before.
    pub assistant_note: &'static str,
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
    /// A program's status.
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
    /// The label of the terminal.
    pub terminal: &'static str,
    /// The field that finds a text in the terminal.
    pub find: &'static str,
    /// Which of how many places of the text is marked.
    pub found: fn(u32, u32) -> String,
    /// Tells screen readers what appears in the terminal.
    pub screen_reader: &'static str,
    /// What that does.
    pub screen_reader_help: &'static str,
    /// Ctrl+D.
    pub eof: &'static str,
    /// Shows the line of an error.
    pub error_at: fn(&str, u32) -> String,
    /// Python is on its way: megabytes so far, and in all.
    pub loading: fn(f64, f64) -> String,
    /// Python is loading.
    pub loading_title: &'static str,
    /// This browser lacks JSPI.
    pub unsupported: &'static str,
    /// Python did not come.
    pub failed: &'static str,
    /// Python crashed; its last words follow.
    pub crashed: &'static str,
    /// The page ended the program; the message follows.
    pub forged: &'static str,
    /// The search panel: English words and these.
    pub phrases: &'static [(&'static str, &'static str)],
}

/// Files that programs read and write.
#[derive(Debug)]
pub(crate) struct FileTexts {
    /// What a program has written.
    pub written: &'static str,
    /// It may still be written to.
    pub growing: &'static str,
    /// Shows a file.
    pub look_key: &'static str,
    /// Shows it no longer.
    pub close: &'static str,
    /// Shows this file.
    pub look_at: fn(&str) -> String,
    /// Saves this file.
    pub save: fn(&str) -> String,
    /// A way to look at it.
    pub look: fn(Look) -> &'static str,
    /// Only so many bytes are shown.
    pub cut: fn(usize) -> String,
}

/// The programs of one's own.
#[derive(Debug)]
pub(crate) struct LibraryTexts {
    /// Their pane.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    pub new: &'static str,
    /// What can be dropped where.
    pub drop: &'static str,
    /// From files, for a pane.
    pub open: &'static str,
    /// From a folder.
    pub open_folder: &'static str,
    /// Why what was opened is refused.
    pub refused: fn(&ProjectError) -> String,
    /// A package can be imported by these names.
    pub imports: fn(&[String]) -> String,
    /// Why it cannot.
    pub package: fn(PackageError) -> &'static str,
    /// A project's files: how many, and their size.
    pub files: fn(usize, &str) -> String,
    /// This pane runs the file.
    pub runs: fn(&str) -> String,
    /// Opens a file in a pane.
    pub open_in: fn(&str, &str) -> String,
    /// As an archive.
    pub save_zip: &'static str,
    /// There is no link.
    pub too_large_to_share: &'static str,
    /// There are none.
    pub none: &'static str,
    /// Opens one in a pane.
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
    /// Why the browser does not keep all, and what to do.
    pub unkept: fn(Unkept) -> &'static str,
    /// The text of a new program.
    pub sample: &'static str,
}
