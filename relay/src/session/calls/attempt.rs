//! What one attempt at a call comes to, and the scratch memory it receives into.

use std::cell::RefCell;
use std::io;
use std::time::Duration;

use lab_shared::call::{Failure, Outcome, PollEvents, Value};

use crate::resources::account::Hold;
use crate::socket::{Name, Socket, failure};

/// How long a call may wait; fixed when it begins, as in CPython.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockingMode {
    /// A blocking socket.
    Blocking,
    /// A non-blocking socket.
    NonBlocking,
    /// A socket with a timeout; the deadline is kept by the session's timers.
    Timeout(Duration),
}

/// What one attempt at a call comes to.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// The call has ended.
    Done(Outcome),
    /// A recv has its bytes, and what they take.
    Received(Value, Option<Hold>),
    /// `accept` took a connection.
    Accepted(Socket, Name),
    /// EAGAIN; try again after one of these events.
    Blocked(PollEvents),
    /// EAGAIN, and the kernel has no event for the end of it; try again after a pause.
    RetryLater,
}

impl Attempt {
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

thread_local! {
    /// Memory to receive into, grown to the largest recv so far: a small recv must not cost a large
    /// allocation. An attempt never waits, so one for each thread does for all sessions.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lends a buffer of `length` bytes, with the contents of earlier use.
pub(crate) fn with_scratch<T>(length: usize, receive: impl FnOnce(&mut [u8]) -> T) -> T {
    SCRATCH.with_borrow_mut(|scratch| {
        if scratch.len() < length {
            scratch.resize(length, 0);
        }
        receive(&mut scratch[..length])
    })
}
