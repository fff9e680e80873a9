//! Whether the real events satisfy the checks of a lesson; `lab_shared::lesson` says what a lesson is.

pub mod board;
pub mod matching;
pub mod watch;
pub mod way;

pub use board::{Board, Done};
pub use watch::Watch;
pub use way::Way;
