//! Draws the timeline and its parts.

pub mod announcer;
pub mod bytes_view;
pub mod call_row;
pub mod failure_view;
pub mod lanes_view;
pub mod last_call;
pub mod origin_tag;
pub mod outcome_view;
pub mod python_code;
pub mod running_time;
pub mod timeline;
pub mod timeline_filter;
