//! Draws the controls of calls.

pub(crate) mod address_fields;
pub(crate) mod bench;
pub(crate) mod call_key;
pub(crate) mod close_keys;
pub(crate) mod content_fields;
pub(crate) mod control;
pub(crate) mod controls;
pub(crate) mod fields_props;
pub(crate) mod flags_field;
pub(crate) mod help_line;
pub(crate) mod nc_hint;
pub(crate) mod options_fields;
pub(crate) mod poll_fields;
pub(crate) mod role_switch;
pub(crate) mod socket_fields;
pub(crate) mod start;
pub(crate) mod steps_strip;
pub(crate) mod target_field;
pub(crate) mod text_field;
pub(crate) mod timeout_fields;
