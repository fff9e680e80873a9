//! Programs, their files, and the library they are kept in.

pub(crate) mod advice;
pub(crate) mod command;
pub(crate) mod library;
pub(crate) mod own;
pub(crate) mod program;
pub(crate) mod share;
pub(crate) mod workspace;
