//! Draws programs: two panes, each with editor, control bar, threads and console.

pub(crate) mod advice_list;
mod assistant_view;
mod badge;
pub(crate) mod bar;
pub(crate) mod by_hand;
pub(crate) mod client_kind;
pub(crate) mod console;
pub(crate) mod console_input;
pub(crate) mod console_tools;
pub(crate) mod editor_pane;
pub(crate) mod engine_notice;
pub(crate) mod file_head;
pub(crate) mod file_keys;
pub(crate) mod file_look;
pub(crate) mod library;
pub(crate) mod locals;
pub(crate) mod loose_row;
pub(crate) mod open_files;
mod package_note;
pub(crate) mod place;
pub(crate) mod program_pane;
pub(crate) mod project_card;
pub(crate) mod terminal;
pub(crate) mod threads;
pub(crate) mod use_terminal;
pub(crate) mod work_tabs;
pub(crate) mod workspace_view;
pub(crate) mod written_files;

pub(crate) use assistant_view::AssistantView;
pub(crate) use client_kind::ClientKindSwitch;
pub(crate) use engine_notice::EngineNotice;
pub(crate) use library::LibraryPane;
pub(crate) use program_pane::ProgramPane;
pub(crate) use terminal::TerminalView;
pub(crate) use work_tabs::{WorkPane, WorkTabs};

pub(crate) use crate::programs::state::workspace::side_name;
