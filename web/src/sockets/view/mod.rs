//! Draws a card for each socket.

mod card_facts;
mod socket_card;
pub(crate) mod sockets;
