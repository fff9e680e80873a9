//! Where the calls of both ends cut a connection's bytes: byte rulers, drawn and in words.

pub mod ruler_view;
pub mod rulers;
pub mod words;

pub use ruler_view::RulerView;
pub use rulers::{Rulers, RulersProps};
pub use words::RulerWords;
