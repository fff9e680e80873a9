//! The cards of the open sockets: address, state, pending calls, and what closed them.

pub mod state;
pub mod texts;
pub mod view;
