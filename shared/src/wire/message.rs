//! The messages, declared once for both sides.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Goodbye, MAX_PAYLOAD_BYTES, RoomReport, RoomRequest};
use crate::call::{Address, CallId, Failure, Micros, Op, Outcome, SocketId, Value};
use crate::errno::Errno;
use crate::kernel::{CaptureState, KernelFacts, Segment, WatchEnd};

/// What a page says to the relay.
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
        /// The id the first socket of this session gets. A page that has lost a relay goes on
        /// counting, so that a dead socket and a new one never share a name.
        first_socket: SocketId,
        /// Whether the session is to outlive a broken WebSocket, or is one that did.
        #[serde(default)]
        resume: Resume,
    },
    /// Make a call.
    Call(Call),
    /// End a pending call; its return then carries [`Failure::cancelled`]. A call that has already
    /// returned is left alone.
    Cancel {
        /// Which one.
        id: CallId,
    },
    /// Watch what the kernel does with a socket, or stop watching it. A watched socket's news are
    /// [`Event::Kernel`], [`Event::Segments`] and at last [`Event::Unwatched`].
    Watch {
        /// Which socket.
        socket: SocketId,
        /// Whether from now on or no more.
        on: bool,
    },
    /// Ask something of a chat room that the relay hosts.
    Room(RoomRequest),
    /// The answer to the relay's heartbeat.
    Heartbeat,
    /// So many messages of the relay's have come, see [`super::reliability`].
    Received {
        /// How many since the session began.
        messages: u64,
    },
}

impl ToRelay {
    /// Whether the message is counted, and said again after an interruption. What belongs to one
    /// WebSocket alone is not.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        match self {
            Self::Call(_) | Self::Cancel { .. } | Self::Watch { .. } | Self::Room(_) => true,
            Self::Hello { .. } | Self::Heartbeat | Self::Received { .. } => false,
        }
    }
}

/// What a page wants of its session when the WebSocket breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Resume {
    /// A new session, which ends with its WebSocket. Such a page need not confirm what it receives.
    #[default]
    Never,
    /// A new session that may be resumed with the [`Ticket`] of its welcome.
    Later,
    /// The session of this ticket; where it is no more, a new one that may be resumed later.
    Now {
        /// [`Ticket::session`].
        session: u64,
        /// [`Ticket::secret`].
        secret: String,
        /// How many messages of the relay's have come.
        received: u64,
    },
}

/// What a page needs to resume its session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// The session's number.
    pub session: u64,
    /// Known to this page alone: without it, whoever has the relay's token could take the session.
    pub secret: String,
    /// For how many seconds the relay keeps the sockets of a page whose WebSocket is broken.
    pub seconds: u32,
}

/// One call on its way to the relay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The page's name for the call; not in use by another pending one.
    pub id: CallId,
    /// The socket, for every call that [`Op::needs_socket`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub socket: Option<SocketId>,
    /// The call and its arguments.
    pub op: Op,
    /// The bytes to send; empty for calls that carry none.
    #[serde(skip)]
    pub bytes: Bytes,
}

impl Call {
    /// Whether the call fits one message: its arguments, and the bytes beside them.
    ///
    /// # Errors
    /// What the call fails with instead of being sent.
    pub fn check(&self) -> Result<(), Failure> {
        if self.bytes.len() > MAX_PAYLOAD_BYTES {
            return Err(Failure::os(Errno::Emsgsize));
        }
        self.op.check()
    }
}

/// What the relay says to a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ToPage {
    /// The first message, unless it is a goodbye.
    Hello(Welcome),
    /// The first message of a WebSocket that resumes a session, instead of a hello.
    Resumed {
        /// How many messages of the page's have come.
        received: u64,
    },
    /// A call has ended.
    Return(Return),
    /// Something happened that is no return.
    Event(Event),
    /// Something happened in a chat room that the relay hosts for this page.
    Room(RoomReport),
    /// Sent every [`super::HEARTBEAT_INTERVAL`]; the page answers.
    Heartbeat,
    /// So many messages of the page's have come, see [`super::reliability`].
    Received {
        /// How many since the session began.
        messages: u64,
    },
    /// The last message before the WebSocket closes.
    Goodbye(Goodbye),
}

impl ToPage {
    /// Whether the message is counted, and said again after an interruption. What belongs to one
    /// WebSocket alone is not.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        match self {
            Self::Return(_) | Self::Event(_) | Self::Room(_) => true,
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
    /// The relay's clock now: the start of this session's timestamps.
    pub now: Micros,
    /// This page's limits.
    pub limits: Limits,
    /// Where this page's sockets may go.
    pub reach: Reach,
    /// The page's addresses for others on the network, without its token; none where the relay listens on loopback.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invitation: Vec<String>,
    /// Whether the relay can show the segments of watched sockets.
    #[serde(default)]
    pub capture: CaptureState,
    /// With what the session can be resumed; `None` where it ends with its WebSocket.
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
    /// The system call was made and the kernel had nothing yet: from now on the call blocks.
    Blocked {
        /// Which call.
        id: CallId,
        /// When.
        at: Micros,
    },
    /// A socket's addresses are not what they were, as getsockname(2) and getpeername(2) tell: after
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
        /// Whether only loopback reaches it, even at a wildcard: the relay keeps it to this machine.
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
        /// What it said.
        facts: Box<KernelFacts>,
    },
    /// Segments of watched TCP sockets, in the order the kernel passed them on: of a connection
    /// where it is known, else of the port. At most [`super::KERNEL_REPORTS_PER_SECOND`], with at
    /// most [`super::MAX_SEGMENTS`] each.
    Segments {
        /// The segments.
        segments: Vec<Segment>,
        /// Segments left out before these, because there were more than could be shown.
        #[serde(default)]
        missed: u64,
    },
    /// The relay watches a socket no more, without the page having asked for that.
    Unwatched {
        /// Which socket.
        socket: SocketId,
        /// When.
        at: Micros,
        /// Why.
        why: WatchEnd,
    },
}

/// [`Return`] as JSON shows it: `ok` or `error`, never both.
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
