//! The window that programs run in: two halves, each with editor, control bar, threads and console.

mod badge;
mod bar;
mod console;
mod console_input;
mod editor_pane;
mod engine_notice;
mod half;
mod hands;
mod library;
mod locals;
mod plays;
mod sheet_head;
mod terminal;
mod threads;
mod work_tabs;

pub use bar::ControlBar;
pub use console::ConsoleView;
pub use engine_notice::EngineNotice;
pub use half::{Half, HalfProps};
pub use hands::ProgramHands;
pub use library::{LibraryHands, LibraryPane, LibraryPaneProps};
pub use plays::PlaysSwitch;
pub use terminal::TerminalView;
pub use threads::Threads;
pub use work_tabs::{WorkPane, WorkTabs};

use lab_shared::trace::Role;

/// A half's name in the page's markup.
#[must_use]
pub fn side_name(side: Role) -> &'static str {
    match side {
        Role::Server => "server",
        Role::Client => "client",
    }
}
