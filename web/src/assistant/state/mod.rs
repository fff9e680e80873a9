//! The models of the assistant's parts.

pub(crate) mod condition;
pub(crate) mod draft;
pub(crate) mod number;
pub(crate) mod plans;
pub(crate) mod reorder;
pub(crate) mod rules;
