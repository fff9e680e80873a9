//! One socket's calls and segments in the order they happened, as a sequence diagram: program and
//! kernel of this end, kernel and program of the other.

mod calls;
mod derived;
mod rows;
mod segments;

pub use rows::{Arrow, Bar, Item, Sequence, Side};

#[cfg(test)]
mod tests;
