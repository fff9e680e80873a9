//! Draws the assistant's place: ends with their forms, the log, peers, and what is sent.

mod condition_fields;
mod draft_fields;
mod end_field;
mod end_form;
mod ends;
mod files;
mod log;
mod panes;
mod peers;
pub(crate) mod place;
mod plans;
mod props;
mod reorder;
mod rules;
mod send_line;
mod side;
