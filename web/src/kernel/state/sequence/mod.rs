//! One socket's calls and segments in their order, as a sequence diagram: program and kernel of
//! this end, kernel and program of the other.

mod calls;
mod derived;
mod model;
mod packets;
mod rows;
mod segments;

pub(crate) use model::{Arrow, Bar, IcmpError, Item, OtherPacket, Side};
pub(crate) use rows::Sequence;

#[cfg(test)]
mod tests;
