//! Draws the controls of calls.

pub mod address_fields;
pub mod bench;
pub mod call_key;
pub mod close_keys;
pub mod content_fields;
pub mod control;
pub mod controls;
pub mod fields_props;
pub mod flags_field;
pub mod help_line;
pub mod nc_hint;
pub mod options_fields;
pub mod poll_fields;
pub mod role_switch;
pub mod socket_fields;
pub mod start;
pub mod steps_strip;
pub mod target_field;
pub mod text_field;
pub mod timeout_fields;
