//! Draws the header and notices about the relay.

pub(crate) mod header;
pub(crate) mod invitation;
mod invite;
mod language_switch;
mod places;
pub(crate) mod relay_notice;
mod relay_state;
mod theme_switch;
