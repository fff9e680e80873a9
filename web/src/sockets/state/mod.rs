//! Which sockets have a card, and which pending calls a card shows.

pub(crate) mod cards;
