//! What the experiment with boundaries is drawn with.

pub mod form;

pub use form::StreamForm;
