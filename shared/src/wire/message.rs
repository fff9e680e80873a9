//! The messages, declared once for both sides.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{AssistantMessage, Goodbye, MAX_PAYLOAD_BYTES, RoomReport, RoomRequest};
use crate::call::{Address, CallId, Failure, Micros, Op, Outcome, SocketId, Value};
use crate::errno::Errno;
use crate::errno::System;
use crate::kernel::{CaptureState, KernelFacts, Segment, WatchEnd};
use crate::network::{HostName, NetworkCommand, NetworkReport, NetworkState};

/// A message from a page to the relay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ToRelay {
    /// The first message.
    Hello {
        /// [`super::PROTOCOL_VERSION`] of the page.
        version: u16,
        /// The token from the relay's URL.
        #[serde(default)]
        token: Option<String>,
        /// The id of the session's first socket. A page that has lost a relay continues its count,
        /// so that a dead socket and a new one never share an id.
        first_socket: SocketId,
        /// Whether the session may be resumed after a broken WebSocket, or is being resumed.
        #[serde(default)]
        resume: Resume,
    },
    /// Make a call.
    Call(Call),
    /// End a pending call; its return then carries [`Failure::cancelled`]. For a call that has
    /// already returned, it is ignored.
    Cancel {
        /// Which one.
        id: CallId,
    },
    /// Watch what the kernel does with a socket, or stop watching it. A watched socket's reports
    /// are [`Event::Kernel`], [`Event::Segments`] and finally [`Event::Unwatched`].
    Watch {
        /// Which socket.
        socket: SocketId,
        /// Whether to watch it.
        on: bool,
    },
    /// A request to a chat room that the relay hosts.
    Room(RoomRequest),
    /// A request to an assistant that the relay hosts.
    Assistant(AssistantMessage),
    /// A request to the page's own network.
    Network(NetworkCommand),
    /// The answer to the relay's heartbeat.
    Heartbeat,
    /// Acknowledges the relay's messages, see [`super::reliability`].
    Received {
        /// How many were received since the session began.
        messages: u64,
    },
}

impl ToRelay {
    /// Whether the message is counted, and resent after an interruption. Messages that belong to
    /// one WebSocket alone are not.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        match self {
            Self::Call(_)
            | Self::Cancel { .. }
            | Self::Watch { .. }
            | Self::Room(_)
            | Self::Assistant(_)
            | Self::Network(_) => true,
            Self::Hello { .. } | Self::Heartbeat | Self::Received { .. } => false,
        }
    }
}

/// Whether a page can resume its session when the WebSocket breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Resume {
    /// A new session, which ends with its WebSocket. Such a page need not acknowledge what it receives.
    #[default]
    Never,
    /// A new session that may be resumed with the [`Ticket`] of its welcome.
    Later,
    /// The session of this ticket; if that has ended, a new one that may be resumed later.
    Now {
        /// [`Ticket::session`].
        session: u64,
        /// [`Ticket::secret`].
        secret: String,
        /// How many of the relay's messages the page has received.
        received: u64,
    },
}

/// What a page needs to resume its session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// The session's number.
    pub session: u64,
    /// Known to this page alone. Without it, anyone with the relay's token could take over the session.
    pub secret: String,
    /// For how many seconds the relay keeps the sockets of a page whose WebSocket is broken.
    pub seconds: u32,
}

/// One call on its way to the relay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The page's id for the call; no other pending call has it.
    pub id: CallId,
    /// The socket, for every call that [`Op::needs_socket`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub socket: Option<SocketId>,
    /// The host of the page's own network on which a call without a socket is made; `None` is the relay's machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<HostName>,
    /// The call and its arguments.
    pub op: Op,
    /// The bytes to send; empty for calls without any.
    #[serde(skip)]
    pub bytes: Bytes,
}

impl Call {
    /// Checks that the call fits one message: its arguments, and the bytes beside them.
    ///
    /// # Errors The failure of the call, which is not sent.
    pub fn check(&self) -> Result<(), Failure> {
        if self.bytes.len() > MAX_PAYLOAD_BYTES {
            return Err(Failure::os(Errno::Emsgsize));
        }
        self.op.check()
    }
}

/// A message from the relay to a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ToPage {
    /// The first message, unless it is a goodbye.
    Hello(Welcome),
    /// The first message of a WebSocket that resumes a session, instead of a hello.
    Resumed {
        /// How many of the page's messages the relay has received.
        received: u64,
    },
    /// A call has ended.
    Return(Return),
    /// Something happened that is no return.
    Event(Event),
    /// Something happened in a chat room that the relay hosts for this page.
    Room(RoomReport),
    /// Something happened to an assistant that the relay hosts.
    Assistant(AssistantMessage),
    /// Something happened in the page's own network.
    Network(NetworkReport),
    /// Sent every [`super::HEARTBEAT_INTERVAL`]; the page answers.
    Heartbeat,
    /// Acknowledges the page's messages, see [`super::reliability`].
    Received {
        /// How many were received since the session began.
        messages: u64,
    },
    /// The last message before the WebSocket closes.
    Goodbye(Goodbye),
}

impl ToPage {
    /// Whether the message is counted, and resent after an interruption. Messages that belong to
    /// one WebSocket alone are not.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        match self {
            Self::Return(_)
            | Self::Event(_)
            | Self::Room(_)
            | Self::Assistant(_)
            | Self::Network(_) => true,
            Self::Hello(_)
            | Self::Resumed { .. }
            | Self::Heartbeat
            | Self::Received { .. }
            | Self::Goodbye(_) => false,
        }
    }
}

/// The relay introduces itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Welcome {
    /// [`super::PROTOCOL_VERSION`] of the relay.
    pub version: u16,
    /// The relay's software version, such as `0.1.0`.
    pub relay: String,
    /// The system it runs on.
    #[serde(default, skip_serializing_if = "System::is_linux")]
    pub system: System,
    /// The relay's clock now: the start of this session's timestamps.
    pub now: Micros,
    /// This page's limits.
    pub limits: Limits,
    /// Where this page's sockets may go.
    pub reach: Reach,
    /// The page's addresses for others on the network, without its token; none where the relay listens on loopback.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invitation: Vec<String>,
    /// Whether the relay can capture the segments of watched sockets.
    #[serde(default)]
    pub capture: CaptureState,
    /// Whether the page can have a network of its own.
    #[serde(default)]
    pub networks: NetworkState,
    /// The ticket to resume the session; `None` where it ends with its WebSocket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
}

/// How much one page may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Open sockets.
    pub sockets: u32,
    /// Pending calls.
    pub pending: u32,
    /// Bytes beside one message.
    pub payload: u32,
}

/// Where one page's sockets may go, each rule as the relay's owner wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// What `bind` may use, such as `127.0.0.0/8:*`.
    pub bind: Vec<String>,
    /// What `connect` and `sendto` may reach.
    pub connect: Vec<String>,
    /// The folder of AF_UNIX paths; `None` where they are not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unix_directory: Option<String>,
}

/// One call has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ReturnForm", into = "ReturnForm")]
pub struct Return {
    /// Which call.
    pub id: CallId,
    /// When its system call was first made; a call that waited in its socket's queue enters late.
    pub entered: Micros,
    /// When its system call was done.
    pub at: Micros,
    /// How it ended.
    pub outcome: Outcome,
}

impl Return {
    /// The sockets the call made: one for `socket` and `accept`, two for `socketpair`.
    #[must_use]
    pub fn made(&self) -> &[SocketId] {
        self.outcome.as_ref().map_or(&[], Value::made)
    }
}

/// Something that is no return.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The system call would block: from now on the call is blocked.
    Blocked {
        /// Which call.
        id: CallId,
        /// When.
        at: Micros,
    },
    /// A socket's addresses, as getsockname(2) and getpeername(2) return them, have changed: after
    /// bind, connect, accept, or a first sendto. Sent right after the return that changed them.
    Addresses {
        /// Which socket.
        socket: SocketId,
        /// Its own address, once it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        local: Option<Address>,
        /// The peer's address, once it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        peer: Option<Address>,
        /// Whether only loopback reaches it, even at a wildcard: the relay restricts it to this machine.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        loopback_only: bool,
    },
    /// What the kernel knows of a watched socket: sent when it has changed, at most
    /// [`super::KERNEL_REPORTS_PER_SECOND`]. A closed TCP socket is followed to its end.
    Kernel {
        /// Which socket.
        socket: SocketId,
        /// When the kernel was asked.
        at: Micros,
        /// The facts.
        facts: Box<KernelFacts>,
    },
    /// Segments of watched TCP sockets, in the order the kernel passed them on: of a connection
    /// where it is known, else of the port. At most [`super::KERNEL_REPORTS_PER_SECOND`], with at
    /// most [`super::MAX_SEGMENTS`] each.
    Segments {
        /// The segments.
        segments: Vec<Segment>,
        /// Segments left out before these, because there were too many to report.
        #[serde(default)]
        missed: u64,
    },
    /// The relay's watch of a socket has ended without a request of the page.
    Unwatched {
        /// Which socket.
        socket: SocketId,
        /// When.
        at: Micros,
        /// Why.
        why: WatchEnd,
    },
}

/// [`Return`] in JSON: `ok` or `error`, never both.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReturnForm {
    id: CallId,
    entered: Micros,
    at: Micros,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ok: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

impl TryFrom<ReturnForm> for Return {
    type Error = &'static str;

    fn try_from(form: ReturnForm) -> Result<Self, Self::Error> {
        let outcome = match (form.ok, form.error) {
            (Some(value), None) => Ok(value),
            (None, Some(failure)) => Err(failure),
            _ => return Err("a return has either `ok` or `error`"),
        };
        Ok(Self { id: form.id, entered: form.entered, at: form.at, outcome })
    }
}

impl From<Return> for ReturnForm {
    fn from(value: Return) -> Self {
        let (ok, error) = match value.outcome {
            Ok(value) => (Some(value), None),
            Err(failure) => (None, Some(failure)),
        };
        Self { id: value.id, entered: value.entered, at: value.at, ok, error }
    }
}
