//! The Bench's texts in both languages.

pub mod controls;
pub mod endings;
pub mod start;
pub mod steps;
