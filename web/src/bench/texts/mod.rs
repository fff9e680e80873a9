//! The Bench's texts in both languages.

pub mod close_methods;
pub mod controls;
pub mod start;
pub mod steps;
