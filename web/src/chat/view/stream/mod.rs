//! What the experiment with boundaries is drawn with.

pub(crate) mod form;

pub(crate) use form::StreamForm;
