//! Draws the controls of calls.

mod address_fields;
pub(crate) mod bench;
mod call_key;
mod close_keys;
mod content_fields;
mod control;
pub(crate) mod controls;
mod fields_props;
mod flags_field;
mod help_line;
pub(crate) mod nc_hint;
mod options_fields;
mod poll_fields;
mod role_switch;
mod socket_fields;
mod start;
pub(crate) mod steps_strip;
mod target_field;
mod text_field;
mod timeout_fields;
