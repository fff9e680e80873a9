//! One socket's calls and segments in the order they happened, as a sequence diagram: program and
//! kernel of this end, kernel and program of the other.

pub(crate) mod calls;
pub(crate) mod derived;
pub(crate) mod model;
pub(crate) mod rows;
pub(crate) mod segments;

pub(crate) use model::{Arrow, Bar, Item, Side};
pub(crate) use rows::Sequence;

#[cfg(test)]
pub(crate) mod tests;
