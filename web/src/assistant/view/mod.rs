//! Draws the assistant's place: ends with their forms, the log, peers, and what is sent.

pub(crate) mod back_key;
mod chart;
pub(crate) mod compose;
mod condition_fields;
mod detail;
mod draft_fields;
mod end_field;
mod end_form;
mod ends;
mod figures;
pub(crate) mod files;
mod groups;
mod hosting;
mod log;
mod more_fields;
mod panes;
mod peers;
pub(crate) mod place;
pub(crate) mod plans;
mod props;
mod proxies;
mod reorder;
pub(crate) mod rules;
mod script;
mod setup_menu;
mod side;
