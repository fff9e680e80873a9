//! Draws the header and notices about the relay.

pub(crate) mod header;
pub(crate) mod language_switch;
pub(crate) mod places;
pub(crate) mod relay_notice;
pub(crate) mod relay_state;
pub(crate) mod theme_switch;
