//! Draws the assistant's place: ends with their forms, the log, peers, and what is sent.

mod end_form;
mod ends;
mod hosting;
mod log;
mod panes;
mod peers;
pub(crate) mod place;
mod props;
mod send_line;
