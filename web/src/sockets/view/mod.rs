//! Draws a card for each socket.

pub(crate) mod card_facts;
pub(crate) mod socket_card;
pub(crate) mod sockets;
