//! The twelve steps of a TCP conversation, ticked off by real calls.
//!
//! One side is played in the lab. The other side's steps follow from the results: an accept that
//! returns proves that a client made a socket and connected.

use serde::{Deserialize, Serialize};

use super::{CallRecord, SocketView, Timeline};
use crate::call::{CallId, How, Op, SocketId, SocketType, Value};
use crate::language::Bilingual;

/// The side the person plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// bind, listen, accept.
    Server,
    /// connect.
    Client,
}

impl Role {
    /// The other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Server => Self::Client,
            Self::Client => Self::Server,
        }
    }
}

/// One of the twelve steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The server makes a socket.
    ServerSocket,
    /// The server binds.
    Bind,
    /// The server listens.
    Listen,
    /// The client makes a socket.
    ClientSocket,
    /// The client connects: the three-way handshake.
    Connect,
    /// The server accepts.
    Accept,
    /// Both have a connected socket.
    Connected,
    /// The client sends.
    Send,
    /// The server receives.
    Recv,
    /// The server replies.
    Reply,
    /// The client closes: first half of the four-way close.
    ClientClose,
    /// The server closes: second half.
    ServerClose,
}

/// The twelve steps in their order.
pub const STEPS: [Step; 12] = [
    Step::ServerSocket,
    Step::Bind,
    Step::Listen,
    Step::ClientSocket,
    Step::Connect,
    Step::Accept,
    Step::Connected,
    Step::Send,
    Step::Recv,
    Step::Reply,
    Step::ClientClose,
    Step::ServerClose,
];

/// Whether a step has happened, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not yet.
    Open,
    /// This call did it.
    Done(CallId),
    /// The other side did it; this call's result shows that it did.
    Seen(CallId),
}

impl Step {
    /// Whose step it is; `None` for [`Step::Connected`], which is no call.
    #[must_use]
    pub fn role(self) -> Option<Role> {
        match self {
            Self::ServerSocket
            | Self::Bind
            | Self::Listen
            | Self::Accept
            | Self::Recv
            | Self::Reply
            | Self::ServerClose => Some(Role::Server),
            Self::ClientSocket | Self::Connect | Self::Send | Self::ClientClose => {
                Some(Role::Client)
            }
            Self::Connected => None,
        }
    }

    /// The step in a few words.
    #[must_use]
    pub fn title(self) -> Bilingual {
        let (zh, en) = match self {
            Self::ServerSocket => ("服务器 socket()", "server socket()"),
            Self::Bind => ("服务器 bind()", "server bind()"),
            Self::Listen => ("服务器 listen()", "server listen()"),
            Self::ClientSocket => ("客户端 socket()", "client socket()"),
            Self::Connect => {
                ("客户端 connect()：三次握手", "client connect(): three-way handshake")
            }
            Self::Accept => ("服务器 accept()", "server accept()"),
            Self::Connected => ("连接已建立", "connected"),
            Self::Send => ("客户端 send()", "client send()"),
            Self::Recv => ("服务器 recv()", "server recv()"),
            Self::Reply => ("服务器回复，客户端收到", "server replies, client receives"),
            Self::ClientClose => ("客户端 close()", "client close()"),
            Self::ServerClose => {
                ("服务器 close()：四次挥手完成", "server close(): four-way close done")
            }
        };
        Bilingual { zh, en }
    }
}

/// The twelve steps of one conversation: `socket` is the one the person started with, listening or
/// connecting. Of several accepted connections, the first counts.
#[must_use]
pub fn steps(timeline: &Timeline, role: Role, socket: SocketId) -> [(Step, StepState); 12] {
    let scene = Scene { timeline, socket };
    STEPS.map(|step| {
        let state = match role {
            Role::Server => scene.as_server(step),
            Role::Client => scene.as_client(step),
        };
        (step, state)
    })
}

struct Scene<'a> {
    timeline: &'a Timeline,
    socket: SocketId,
}

impl Scene<'_> {
    fn as_server(&self, step: Step) -> StepState {
        let accepted = || self.succeeded(self.socket, |call| matches!(call.op, Op::Accept));
        let conn = || self.timeline.sockets().find(|view| view.listener == Some(self.socket));
        match step {
            Step::ServerSocket => done(self.made()),
            Step::Bind => {
                done(self.succeeded(self.socket, |call| matches!(call.op, Op::Bind { .. })))
            }
            Step::Listen => {
                done(self.succeeded(self.socket, |call| matches!(call.op, Op::Listen { .. })))
            }
            Step::ClientSocket | Step::Connect | Step::Connected => seen(accepted()),
            Step::Accept => done(accepted()),
            Step::Send => seen(conn().and_then(|conn| self.received_bytes(conn))),
            Step::Recv => done(conn().and_then(|conn| self.received_bytes(conn))),
            Step::Reply => done(conn().and_then(|conn| self.sent_bytes(conn))),
            Step::ClientClose => seen(conn().and_then(|conn| self.end_of_stream(conn))),
            Step::ServerClose => done(conn().and_then(|conn| self.closed(conn))),
        }
    }

    fn as_client(&self, step: Step) -> StepState {
        let view = self.timeline.socket(self.socket);
        let connected = || self.succeeded(self.socket, connects);
        match step {
            Step::ClientSocket => done(self.made()),
            Step::Connect => done(connected()),
            // A connection to a stream socket proves that the server listens. That accept was
            // called is proved only when the server answers.
            Step::ServerSocket | Step::Bind | Step::Listen | Step::Connected => seen(connected()),
            Step::Send => done(view.and_then(|view| self.sent_bytes(view))),
            Step::Accept => seen(view.and_then(|view| self.received_bytes(view))),
            Step::Recv | Step::Reply => seen(view.and_then(|view| {
                let sent = self.sent_bytes(view)?;
                self.received_bytes(view).filter(|received| received.id > sent.id)
            })),
            Step::ClientClose => done(view.and_then(|view| self.closed(view))),
            Step::ServerClose => seen(view.and_then(|view| self.end_of_stream(view))),
        }
    }

    fn made(&self) -> Option<&CallRecord> {
        self.timeline.socket(self.socket).and_then(|view| self.timeline.call(view.made_by))
    }

    fn succeeded(
        &self,
        socket: SocketId,
        wanted: impl Fn(&CallRecord) -> bool,
    ) -> Option<&CallRecord> {
        self.timeline
            .calls()
            .filter(|call| call.socket == Some(socket))
            .find(|call| matches!(call.outcome, Some(Ok(_))) && wanted(call))
    }

    fn received_bytes(&self, view: &SocketView) -> Option<&CallRecord> {
        self.succeeded(view.id, |call| call.received().is_some_and(|bytes| !bytes.is_empty()))
    }

    fn sent_bytes(&self, view: &SocketView) -> Option<&CallRecord> {
        self.succeeded(view.id, |call| call.taken().is_some_and(|bytes| !bytes.is_empty()))
    }

    fn end_of_stream(&self, view: &SocketView) -> Option<&CallRecord> {
        self.succeeded(view.id, |call| {
            view.kind == SocketType::Stream
                && matches!(call.op, Op::Recv { bufsize, .. } if bufsize > 0)
                && call.received().is_some_and(bytes::Bytes::is_empty)
        })
    }

    fn closed(&self, view: &SocketView) -> Option<&CallRecord> {
        self.succeeded(view.id, |call| {
            matches!(call.op, Op::Close | Op::Shutdown { how: How::Write | How::Both })
        })
    }
}

fn connects(call: &CallRecord) -> bool {
    match call.op {
        Op::Connect { .. } => true,
        Op::ConnectEx { .. } => matches!(call.outcome, Some(Ok(Value::Errno(0)))),
        _ => false,
    }
}

fn done(call: Option<&CallRecord>) -> StepState {
    call.map_or(StepState::Open, |call| StepState::Done(call.id))
}

fn seen(call: Option<&CallRecord>) -> StepState {
    call.map_or(StepState::Open, |call| StepState::Seen(call.id))
}
