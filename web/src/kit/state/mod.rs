//! Values that every feature keeps or shows.

pub mod choice;
pub mod clock;
pub mod file_name;
pub mod format;
pub mod log;
pub mod page_link;
pub mod printable;
pub mod shell;
pub mod snapshot;
pub mod virtual_list;
