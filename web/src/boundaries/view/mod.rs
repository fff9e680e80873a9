//! Where the calls of both ends cut a connection's bytes: byte rulers, drawn and in words.

mod ruler_view;
mod rulers;
mod words;

pub(crate) use ruler_view::RulerView;
pub(crate) use rulers::Rulers;
pub(crate) use words::RulerWords;
