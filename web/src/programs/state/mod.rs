//! Programs, their files, and the library that keeps them.

pub(crate) mod advice;
pub(crate) mod arguments;
pub(crate) mod command;
pub(crate) mod kept;
pub(crate) mod library;
pub(crate) mod line_editor;
pub(crate) mod look;
pub(crate) mod own;
pub(crate) mod program;
pub(crate) mod project;
pub(crate) mod share;
pub(crate) mod workspace;
