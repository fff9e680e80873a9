//! The fields of calls, and what follows from them.

pub mod call_choices;
pub mod call_form;
pub mod close_method;
pub mod command;
pub mod groups;
pub mod guide;
pub mod literals;
pub mod nc;
pub mod validate;
