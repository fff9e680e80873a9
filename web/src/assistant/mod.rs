//! The assistant's place: messages written and sent over TCP, UDP and AF_UNIX.

pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;
