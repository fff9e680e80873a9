//! The experiment's inputs and outputs.

use bytes::Bytes;

use lab_shared::call::{Failure, Outcome};

use crate::boundaries::state::remedy::Between;
use crate::link::state::call_request::{CallHandle, CallRequest};
use crate::link::state::machine::Returned;

/// What the receiver sends once it has received everything sent so far.
pub(crate) const ACKNOWLEDGEMENT: &[u8] = b"ok";

/// One round of messages, as they are to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// The bytes of each send.
    pub sends: Vec<Bytes>,
    /// What the sender does between two sends.
    pub between: Between,
    /// The bufsize of each recv.
    pub bufsize: i64,
    /// Whether the receiver is busy until everything is sent.
    pub late: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A call has ended.
    Returned(CallHandle, Outcome),
    /// The person sends a round.
    Send(Round),
    /// The time `poll_timeout` asked for has come.
    Timeout,
    /// The person ends the experiment.
    Close,
}

impl From<Returned> for Input {
    fn from(Returned(handle, outcome): Returned) -> Self {
        Self::Returned(handle, outcome)
    }
}

/// What to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Make this call; the variable of a socket it makes begins with this base.
    Call(CallRequest, &'static str),
    /// Show this to the person.
    News(StreamNews),
}

/// The experiment's report.
#[derive(Debug, Clone, PartialEq)]
pub enum StreamNews {
    /// Client and server are connected.
    Ready,
    /// A send was taken.
    Sent(Bytes),
    /// A recv brought these bytes.
    Received(Bytes),
    /// Everything sent has been received.
    Done,
    /// A call failed.
    Failed(Failure),
    /// The sockets are closed.
    Closed,
}
