//! Programs, their files, and the library they are kept in.

pub mod library;
pub mod program;
pub mod share;
pub mod workspace;
