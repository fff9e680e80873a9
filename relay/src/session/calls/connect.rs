//! connect and connect_ex, as CPython's `internal_connect` makes them.

use std::io;

use lab_shared::call::{Failure, Family, Outcome, PollEvents, Value};
use lab_shared::errno::Errno;

use super::attempt::{Attempt, BlockingMode};
use crate::session::clock::CallTimes;
use crate::socket::{Name, Socket, errno_of, failed, failure, is_under_way, number_of};

/// A connect under way.
#[derive(Debug)]
pub(crate) struct Connect {
    name: Name,
    /// `connect_ex`: a failure is a value.
    returns_errno: bool,
    begun: bool,
}

impl Connect {
    /// A connect to `name`.
    pub(crate) fn new(name: Name, returns_errno: bool) -> Self {
        Self { name, returns_errno, begun: false }
    }

    /// What a timeout comes to: `connect_ex` returns EAGAIN for it.
    pub(crate) fn timed_out(&self) -> Outcome {
        if self.returns_errno { self.failed(Errno::Eagain) } else { Err(Failure::timed_out()) }
    }

    /// How it fails with an errno.
    pub(crate) fn failed(&self, errno: Errno) -> Outcome {
        if self.returns_errno { Ok(Value::Errno(number_of(errno))) } else { Err(failed(errno)) }
    }

    /// One attempt.
    pub(crate) fn attempt(
        &mut self,
        socket: &Socket,
        mode: BlockingMode,
        times: &mut CallTimes,
    ) -> Attempt {
        if !self.begun || socket.family() == Family::Unix {
            let result = times.around(|| socket.connect(&self.name));
            self.begun = true;
            let Err(error) = result else { return self.done(Ok(())) };
            let errno = errno_of(&error);
            let waits = mode == BlockingMode::Blocking;
            // A full AF_UNIX backlog: a blocking connect waits, and there is no event for its end.
            if errno == Some(Errno::Eagain) && waits && socket.family() == Family::Unix {
                return Attempt::RetryLater;
            }
            // A handshake that an earlier call began: a blocking connect waits for its end.
            let under_way = is_under_way(&error) || (errno == Some(Errno::Ealready) && waits);
            if !under_way || mode == BlockingMode::NonBlocking {
                return self.done(Err(error));
            }
        }
        // On loopback the handshake is over by now, and the call has not waited at all.
        if times.around(|| socket.ready(PollEvents::OUT)).is_empty() {
            return Attempt::Blocked(PollEvents::OUT);
        }
        // With a timeout CPython reads SO_ERROR, which on Linux leaves the socket half way; a later
        // connect shows the difference.
        let result = times.around(|| match mode {
            BlockingMode::Blocking => socket.end_connect(&self.name),
            BlockingMode::Timeout(_) | BlockingMode::NonBlocking => match socket.take_error() {
                Err(error) if errno_of(&error) == Some(Errno::Eisconn) => Ok(()),
                result => result,
            },
        });
        self.done(result)
    }

    fn done(&self, result: io::Result<()>) -> Attempt {
        Attempt::Done(outcome(result, self.returns_errno))
    }
}

/// How `connect` ends, or with `returns_errno` `connect_ex`.
pub(crate) fn outcome(result: io::Result<()>, returns_errno: bool) -> Outcome {
    match (result, returns_errno) {
        (Ok(()), true) => Ok(Value::Errno(0)),
        (Ok(()), false) => Ok(Value::None),
        (Err(error), true) => Ok(Value::Errno(code(&error))),
        (Err(error), false) => Err(failure(&error)),
    }
}

fn code(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(0)
}
