//! Draws the timeline and its parts.

pub(crate) mod announcer;
mod bytes_view;
mod call_row;
pub(crate) mod failure_view;
pub(crate) mod lanes_view;
pub(crate) mod last_call;
mod origin_tag;
pub(crate) mod outcome_view;
pub(crate) mod python_code;
pub(crate) mod running_time;
pub(crate) mod timeline;
mod timeline_filter;
