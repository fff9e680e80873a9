//! Programs, their files, and the library they are kept in.

pub mod command;
pub mod library;
pub mod own;
pub mod program;
pub mod share;
pub mod workspace;
