//! What the experiment with boundaries is drawn with.

mod form;
mod ruler_view;
mod words;

pub use form::StreamForm;
pub use ruler_view::RulerView;
pub use words::RulerWords;
