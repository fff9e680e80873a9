//! The library of programs in the browser's storage, links to programs, and files that a person opens.

pub(crate) mod data_store;
pub(crate) mod library;
pub(crate) mod opened;
pub(crate) mod script;
