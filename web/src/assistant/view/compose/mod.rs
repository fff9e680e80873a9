//! Draws the composer and the list of named messages.

pub(crate) mod composer;
mod editor;
mod history;
mod insert_checksum;
mod insert_form;
mod message_form;
mod message_keys;
mod message_row;
pub(crate) mod messages;
mod preview_strip;
mod selection;
mod send_bar;
mod settings;
