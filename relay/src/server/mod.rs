//! What stands above the sessions: the state they do not see, and how a connection becomes one.

mod admission;
mod state;

pub(crate) use admission::serve_page;
pub(crate) use state::ServerState;
