//! The assistant's components.

mod condition_fields;
mod draft_fields;
mod end_field;
pub(crate) mod plans;
mod reorder;
pub(crate) mod rules;
