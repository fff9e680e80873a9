//! The log as the place keeps it.

pub(crate) mod book;
pub(crate) mod chunks;
