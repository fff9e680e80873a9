//! Draws the assistant's place: ends with their forms, the log, peers, and what is sent.

mod chart;
pub(crate) mod compose;
mod detail;
mod end_form;
mod ends;
mod figures;
mod log;
mod more_fields;
mod panes;
mod peers;
pub(crate) mod place;
mod props;
mod side;
