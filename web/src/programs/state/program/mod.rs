//! Python programs in the page: what is said to their workers and back, and what is known of them.

pub mod console;
pub mod run;
pub mod status;
pub mod store;

pub use run::{Phase, Program};
pub use status::{Mark, ProgramStatus, state_name};
pub use store::{Engine, Programs};
