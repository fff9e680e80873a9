//! A client's inputs and outputs.

use bytes::Bytes;

use lab_shared::call::{Address, Failure, Outcome, SocketId};
use lab_shared::framing::Framing;
use lab_shared::text::Encoding;

use crate::boundaries::state::pace::Pace;
use crate::lab::state::traffic::FramingHint;
use crate::link::state::call_request::{CallHandle, CallRequest};
use crate::link::state::machine::Returned;

/// Where the client connects, and how it encodes messages.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinConfig {
    /// The room.
    pub address: Address,
    /// How messages are separated.
    pub framing: Framing,
    /// The encoding of text.
    pub encoding: Encoding,
    /// The pace of its calls.
    pub pace: Pace,
    /// Whether it sends [`super::READY`] once it is connected.
    pub says_ready: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A call has ended.
    Returned(CallHandle, Outcome),
    /// The person sends text: each line is a message, and a send.
    Say(String),
    /// The person changes the framing.
    Framing(Framing),
    /// The person changes the pace.
    Pace(Pace),
    /// The time `poll_timeout` asked for has come.
    Timeout,
    /// The person leaves.
    Leave,
}

impl From<Returned> for Input {
    fn from(Returned(handle, outcome): Returned) -> Self {
        Self::Returned(handle, outcome)
    }
}

/// What to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Make this call.
    Call(CallRequest),
    /// The framing on this socket, from now on.
    Framed(SocketId, FramingHint),
    /// Show this to the person.
    News(JoinNews),
}

/// A client's report.
#[derive(Debug, Clone, PartialEq)]
pub enum JoinNews {
    /// It is connected to that address, by that socket.
    Connected(Address, SocketId),
    /// The kernel took a message: its text and its bytes.
    Said(String, Bytes),
    /// One recv brought these bytes.
    Received(Bytes),
    /// A message came.
    Heard(String),
    /// Why typed text could not be encoded, or received bytes could not be decoded.
    Faulted(String),
    /// The other side has ended its stream.
    Ended,
    /// A call failed; the connection is lost.
    Failed(Failure),
    /// It has left.
    Closed,
    /// The relay is lost, and the connection with it.
    RelayLost,
}
