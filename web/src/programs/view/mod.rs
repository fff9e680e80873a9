//! The window that programs run in: two halves, each with editor, control bar, threads and console.

mod badge;
mod bar;
mod by_hand;
mod client_kind;
mod console;
mod console_input;
mod editor_pane;
mod engine_notice;
mod file_head;
pub(crate) mod hands;
mod library;
mod locals;
pub(crate) mod place;
mod program_pane;
mod terminal;
mod threads;
mod work_tabs;
pub(crate) mod workspace_view;

pub(crate) use client_kind::ClientKindSwitch;
pub(crate) use engine_notice::EngineNotice;
pub(crate) use hands::ProgramHands;
pub(crate) use library::{LibraryHands, LibraryPane};
pub(crate) use program_pane::ProgramPane;
pub(crate) use terminal::TerminalView;
pub(crate) use work_tabs::{WorkPane, WorkTabs};

use lab_shared::trace::Role;

/// A half's name in the page's markup.
#[must_use]
pub(crate) fn side_name(side: Role) -> &'static str {
    match side {
        Role::Server => "server",
        Role::Client => "client",
    }
}
