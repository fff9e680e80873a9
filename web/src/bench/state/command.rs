//! What a person does with sockets and calls by hand, on the Bench or beside programs.

use lab_shared::call::{CallId, SocketId};
use lab_shared::trace::Role;

use super::prepare::Prepared;

/// What a person does with sockets and calls.
#[derive(Debug, Clone, PartialEq)]
pub enum BenchCommand {
    /// Takes a side, or none.
    Begin(Option<Role>),
    /// Chooses the socket that calls are made on.
    Target(SocketId),
    /// Makes a call.
    Call(Prepared),
    /// Ends a blocked call.
    Cancel(CallId),
    /// Begins to look at the kernel, or looks no more.
    Look(bool),
}
