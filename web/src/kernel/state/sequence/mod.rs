//! One socket's calls and segments in the order they happened, as a sequence diagram: program and
//! kernel of this end, kernel and program of the other.

pub mod calls;
pub mod derived;
pub mod model;
pub mod rows;
pub mod segments;

pub use model::{Arrow, Bar, Item, Side};
pub use rows::Sequence;

#[cfg(test)]
pub mod tests;
