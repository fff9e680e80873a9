//! Where the calls of both ends cut a connection's bytes: byte rulers, drawn and in words.

pub(crate) mod ruler_view;
pub(crate) mod rulers;
pub(crate) mod words;

pub(crate) use ruler_view::RulerView;
pub(crate) use rulers::Rulers;
pub(crate) use words::RulerWords;
