//! What one attempt at a call comes to, and the scratch memory it receives into.

use std::io;
use std::time::Duration;

use lab_shared::call::{Failure, Outcome, PollEvents};

use crate::socket::{Name, Socket, failure};

/// How long a call may wait; fixed when it begins, as in CPython.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// A blocking socket.
    Forever,
    /// A non-blocking socket.
    Never,
    /// A socket with a timeout; the deadline is kept by the session's timers.
    Limited(Duration),
}

/// What one attempt at a call comes to.
#[derive(Debug)]
pub(crate) enum Step {
    /// The call has ended.
    Done(Outcome),
    /// `accept` took a connection.
    Accepted(Socket, Name),
    /// The kernel had nothing yet; try again when one of these is so.
    Blocked(PollEvents),
    /// The kernel had nothing yet and has no event for when it has; try again after a pause.
    Stuck,
}

impl Step {
    /// The call failed with an error of the kernel's.
    pub(crate) fn failed(error: &io::Error) -> Self {
        Self::Done(Err(failure(error)))
    }

    /// The call failed.
    pub(crate) fn refused(failure: Failure) -> Self {
        Self::Done(Err(failure))
    }
}

/// Whether the kernel had nothing yet: EAGAIN.
pub(crate) fn would_block(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

/// One session's memory to receive into, grown to the largest recv so far: a small recv must not
/// cost a large allocation.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    memory: Vec<u8>,
}

impl Scratch {
    /// Room for `length` bytes; what stands in it is left from before.
    pub(crate) fn room(&mut self, length: usize) -> &mut [u8] {
        if self.memory.len() < length {
            self.memory.resize(length, 0);
        }
        &mut self.memory[..length]
    }
}
