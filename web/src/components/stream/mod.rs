//! What the experiment with boundaries is drawn with.

mod form;

pub use form::StreamForm;
