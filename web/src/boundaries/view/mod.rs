//! Byte rulers, drawn and in words: where the calls of both ends cut a connection's bytes.

mod ruler_view;
mod rulers;
mod words;

pub(crate) use ruler_view::RulerView;
pub(crate) use rulers::Rulers;
pub(crate) use words::RulerWords;
