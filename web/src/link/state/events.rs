//! The link's inputs and outputs.

use bytes::Bytes;
use lab_shared::call::{Address, CallId, Failure, Micros, Op, SocketId};
use lab_shared::network::{HostName, NetworkReport};
use lab_shared::wire::{AssistantMessage, Call, Frame, Return, RoomReport};

use super::News;

/// What happened outside.
#[derive(Debug)]
pub(crate) enum Input {
    /// The page has started.
    Start,
    /// The WebSocket is open.
    Opened,
    /// A message came.
    Received(Frame),
    /// The WebSocket has closed, whoever closed it.
    Closed,
    /// The worker that has it failed, with these words.
    WorkerFailed(String),
    /// The moment of [`super::Link::poll_timeout`] has come.
    TimedOut,
    /// The person does not want to wait.
    TryNow,
    /// The person opened the relay's address again, with another token.
    Token(String),
    /// The person ends a blocked call.
    Cancel(CallId),
    /// How a call that was not sent fails.
    Unsent(CallId, Failure),
    /// The person leaves the page, which the browser may keep in its back/forward cache.
    Left,
}

/// A call with its id.
#[derive(Debug, PartialEq)]
pub(crate) struct Issued {
    pub call: Call,
    /// Why it was not sent: how it fails.
    pub unsent: Option<Failure>,
}

/// A call without an id.
#[derive(Debug)]
pub struct NewCall {
    /// The host of the page's network, for a call without a socket.
    pub host: Option<HostName>,
    /// The socket, where the call needs one.
    pub socket: Option<SocketId>,
    /// The call.
    pub op: Op,
    /// The bytes to send.
    pub bytes: Bytes,
}

/// What to do, or to report.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Open a WebSocket.
    Open,
    /// Send a message on it.
    Transmit {
        /// The message.
        frame: Frame,
        /// How many counted messages the page itself has sent by then.
        said: u64,
    },
    /// Close it and ignore its later events.
    Close {
        /// Whether the page will resume its session over another one.
        for_now: bool,
    },
    /// The relay accepted this token of a link: this tab remembers it.
    Token(String),
    /// [`super::Link::phase`] has changed.
    Phase,
    /// A call blocks in the kernel since then, on the page's clock.
    Blocked(CallId, Micros),
    /// A call has ended; its times are on the page's clock.
    Returned(Return),
    /// A socket's addresses have changed.
    Addresses {
        /// Which socket.
        socket: SocketId,
        /// Its own address.
        local: Option<Address>,
        /// The peer's.
        peer: Option<Address>,
        /// Whether only loopback reaches it.
        loopback_only: bool,
    },
    /// Something happened in a room that the relay hosts; its time is on the page's clock.
    Room(RoomReport),
    /// Something happened to an assistant that the relay runs.
    Assistant(AssistantMessage),
    /// Something happened in the page's own network; the times in it are the relay's.
    Network(NetworkReport),
    /// A kernel report on watched sockets.
    Kernel(News),
    /// Pending calls will never return and every socket is gone; the calls that were pending.
    Lost(Vec<CallId>),
}
