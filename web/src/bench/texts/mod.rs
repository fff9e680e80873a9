//! The Bench's texts in both languages.

pub(crate) mod close_methods;
pub(crate) mod controls;
pub(crate) mod start;
pub(crate) mod steps;
