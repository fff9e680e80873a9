//! Draws the boundary experiment.

mod form;

pub(crate) use form::StreamForm;
