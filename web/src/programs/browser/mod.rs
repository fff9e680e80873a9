//! The library of programs in the browser's storage, and links to programs.

pub(crate) mod layout;
pub(crate) mod library;
pub(crate) mod script;
