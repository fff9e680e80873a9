//! Draws the header and notices about the relay.

pub mod header;
pub mod language_switch;
pub mod places;
pub mod relay_notice;
pub mod relay_state;
pub mod theme_switch;
