//! Turns connections into sessions, with the state that the sessions themselves do not see.

mod admission;
mod state;

pub(crate) use admission::serve_page;
pub(crate) use state::ServerState;
