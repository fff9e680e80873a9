//! The window that programs run in: two halves, each with editor, control bar, threads and console.

pub mod badge;
pub mod bar;
pub mod by_hand;
pub mod client_kind;
pub mod console;
pub mod console_input;
pub mod editor_pane;
pub mod engine_notice;
pub mod file_head;
pub mod library;
pub mod locals;
pub mod place;
pub mod program_pane;
pub mod terminal;
pub mod threads;
pub mod work_tabs;
pub mod workspace_view;

pub use bar::ControlBar;
pub use client_kind::ClientKindSwitch;
pub use console::ConsoleView;
pub use engine_notice::EngineNotice;
pub use library::{LibraryPane, LibraryPaneProps};
pub use program_pane::{ProgramPane, ProgramPaneProps};
pub use terminal::TerminalView;
pub use threads::Threads;
pub use work_tabs::{WorkPane, WorkTabs};

pub use crate::programs::state::workspace::side_name;
