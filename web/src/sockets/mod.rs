//! The cards of the open sockets: address, state, pending calls, and what closed them.

pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;
