//! Draws a card for each socket.

pub mod card_facts;
pub mod socket_card;
pub mod sockets;
