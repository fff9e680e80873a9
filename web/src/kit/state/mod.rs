//! Values that every feature keeps or shows.

pub(crate) mod choice;
pub(crate) mod clock;
pub(crate) mod file_name;
pub(crate) mod format;
pub(crate) mod kept;
pub(crate) mod log;
pub(crate) mod page_link;
pub(crate) mod plot;
pub(crate) mod printable;
pub(crate) mod shell;
pub(crate) mod snapshot;
pub(crate) mod virtual_list;
