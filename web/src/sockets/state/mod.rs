//! Which sockets have a card, and what a card shows of its pending calls.

pub(crate) mod cards;
