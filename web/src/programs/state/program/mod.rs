//! Python programs in the page: the messages to and from their workers, and the model made of them.

pub(crate) mod console;
pub(crate) mod escapes;
mod run;
mod status;
pub(crate) mod store;
mod written;

pub(crate) use run::{Phase, Program};
pub(crate) use status::{Mark, ProgramStatus, state_name};
pub(crate) use store::{Engine, Programs};
pub(crate) use written::{Written, WrittenFile};
