//! What the experiment with boundaries is drawn with.

mod form;

pub(crate) use form::StreamForm;
