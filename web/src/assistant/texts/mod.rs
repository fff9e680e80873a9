//! The assistant's texts in both languages.

pub(crate) mod conditions;
pub(crate) mod plans;
pub(crate) mod rules;
