//! Python programs in the page: what is said to their workers and back, and what is known of them.

pub(crate) mod console;
pub(crate) mod escapes;
mod run;
mod status;
pub(crate) mod store;

pub(crate) use run::{Phase, Program};
pub(crate) use status::{Mark, ProgramStatus, state_name};
pub(crate) use store::{Engine, Programs};
