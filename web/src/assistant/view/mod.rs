//! Draws the assistant's place: ends with their forms, the log, peers, and what is sent.

mod condition_fields;
mod draft_fields;
mod end_field;
mod end_form;
mod ends;
pub(crate) mod files;
mod log;
pub(crate) mod panes;
mod peers;
pub(crate) mod place;
pub(crate) mod plans;
mod props;
mod reorder;
pub(crate) mod rules;
mod send_line;
