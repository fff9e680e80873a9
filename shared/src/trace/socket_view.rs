//! One socket after the calls so far.

use serde::{Deserialize, Serialize};

use crate::call::{Address, CallId, Exception, Family, How, Op, SocketId, SocketType, Value};

use super::CallRecord;

/// A socket's state as its calls show it. It is the program's view, not the kernel's: a peer's FIN
/// shows only once recv has returned empty bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SocketState {
    /// Made, without an address.
    Created,
    /// It has a local address.
    Bound,
    /// The kernel queues connections for it.
    Listening,
    /// A connect is pending.
    Connecting,
    /// It has a peer.
    Connected,
    /// The peer's stream has ended; sending may still work.
    PeerClosed,
    /// The connection was reset or broken.
    Reset,
    /// The descriptor was closed.
    Closed,
    /// The relay that held it is lost.
    Gone,
}

impl SocketState {
    /// Whether the descriptor can still be used.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Gone)
    }
}

/// One socket as its calls show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocketView {
    /// The socket.
    pub id: SocketId,
    /// The relay's descriptor number.
    pub fileno: i32,
    /// Its family.
    pub family: Family,
    /// Its type.
    pub kind: SocketType,
    /// The call that made it.
    pub made_by: CallId,
    /// The listening socket it was accepted from.
    pub listener: Option<SocketId>,
    /// Its state, as its calls show it.
    pub state: SocketState,
    /// Its own address.
    pub local: Option<Address>,
    /// The peer's address.
    pub peer: Option<Address>,
    /// Whether only loopback reaches it, even at a wildcard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub loopback_only: bool,
    /// The backlog it listens with; `None` inside is Python's default.
    pub backlog: Option<Option<i32>>,
    /// Seconds later calls may block; `None` blocks for ever.
    pub timeout: Option<f64>,
    /// Whether it may still receive (no `shutdown(SHUT_RD)`).
    pub can_receive: bool,
    /// Whether it may still send (no `shutdown(SHUT_WR)`).
    pub can_send: bool,
    /// Bytes received.
    pub bytes_in: u64,
    /// Bytes the kernel took to send.
    pub bytes_out: u64,
}

impl SocketView {
    /// Whether its address is a wildcard, although only loopback reaches it.
    #[must_use]
    pub fn is_wildcard_kept_to_loopback(&self) -> bool {
        let local = self.local.as_ref();
        self.loopback_only && local.is_some_and(Address::is_wildcard)
    }

    /// The sockets a call made, with their family and type: from the arguments, or from the listener.
    pub(super) fn made(call: &CallRecord, listener: Option<&Self>) -> Vec<Self> {
        let Some(Ok(value)) = &call.outcome else { return Vec::new() };
        match (&call.op, value) {
            (Op::Socket { family, kind, .. }, Value::Socket { socket, fileno }) => {
                vec![Self::new(call.id, (*socket, *fileno), (*family, *kind), None)]
            }
            (Op::Socketpair { family, kind, .. }, Value::Pair { sockets, filenos }) => {
                // Each is the other's peer, and neither has a name.
                let end =
                    |named| Self::new(call.id, named, (*family, *kind), Some(Address::unix("")));
                sockets.iter().copied().zip(*filenos).map(end).collect()
            }
            (Op::Accept, Value::Accepted { socket, fileno, address }) => {
                let Some(listener) = listener else { return Vec::new() };
                let kinds = (listener.family, listener.kind);
                let conn = Self::new(call.id, (*socket, *fileno), kinds, Some(address.clone()));
                vec![Self { listener: Some(listener.id), ..conn }]
            }
            _ => Vec::new(),
        }
    }

    fn new(
        made_by: CallId,
        (id, fileno): (SocketId, i32),
        (family, kind): (Family, SocketType),
        peer: Option<Address>,
    ) -> Self {
        let state = if peer.is_some() { SocketState::Connected } else { SocketState::Created };
        Self {
            id,
            fileno,
            family,
            kind,
            made_by,
            listener: None,
            state,
            local: None,
            peer,
            loopback_only: false,
            backlog: None,
            timeout: None,
            can_receive: true,
            can_send: true,
            bytes_in: 0,
            bytes_out: 0,
        }
    }

    /// A call on the socket was issued.
    pub(super) fn issued(&mut self, op: &Op) {
        if matches!(op, Op::Connect { .. } | Op::ConnectEx { .. })
            && matches!(self.state, SocketState::Created | SocketState::Bound)
            && self.kind != SocketType::Dgram
        {
            self.state = SocketState::Connecting;
        }
    }

    /// A call on the socket returned.
    pub(super) fn returned(&mut self, call: &CallRecord) {
        match &call.outcome {
            Some(Ok(value)) => self.succeeded(call, value),
            Some(Err(failure)) => self.failed(&call.op, failure.exception),
            None => {}
        }
    }

    fn succeeded(&mut self, call: &CallRecord, value: &Value) {
        if let Some(bytes) = call.received().filter(|_| !peeks(&call.op)) {
            self.bytes_in = self.bytes_in.saturating_add(bytes.len() as u64);
        }
        if let Some(bytes) = call.taken() {
            self.bytes_out = self.bytes_out.saturating_add(bytes.len() as u64);
        }
        match (&call.op, value) {
            (Op::Bind { .. }, _) => self.advance(SocketState::Bound),
            (Op::Listen { backlog }, _) => {
                self.backlog = Some(*backlog);
                self.advance(SocketState::Listening);
            }
            (Op::Connect { address }, _) => self.connected(address),
            (Op::ConnectEx { address }, Value::Errno(0)) => self.connected(address),
            (Op::ConnectEx { .. }, _) => self.connect_failed(),
            (Op::Recv { .. } | Op::Recvfrom { .. }, value)
                if value.bytes().is_some_and(bytes::Bytes::is_empty)
                    && asks_for_bytes(&call.op)
                    && self.kind == SocketType::Stream =>
            {
                self.advance(SocketState::PeerClosed);
            }
            (Op::Shutdown { how }, _) => {
                self.can_receive &= *how == How::Write;
                self.can_send &= *how == How::Read;
            }
            (Op::Settimeout { seconds }, _) => self.timeout = *seconds,
            (Op::Setblocking { flag }, _) => self.timeout = if *flag { None } else { Some(0.0) },
            (Op::Getsockname, Value::Address(address)) => self.local = Some(address.clone()),
            (Op::Getpeername, Value::Address(address)) => self.peer = Some(address.clone()),
            (Op::Close, _) => self.state = SocketState::Closed,
            _ => {}
        }
    }

    fn failed(&mut self, op: &Op, exception: Exception) {
        match exception {
            Exception::ConnectionResetError | Exception::BrokenPipeError => {
                self.advance(SocketState::Reset);
            }
            _ if matches!(op, Op::Connect { .. }) => self.connect_failed(),
            _ => {}
        }
    }

    fn connected(&mut self, address: &Address) {
        self.peer = Some(address.clone());
        self.advance(SocketState::Connected);
    }

    fn connect_failed(&mut self) {
        if self.state == SocketState::Connecting {
            self.state =
                if self.local.is_some() { SocketState::Bound } else { SocketState::Created };
        }
    }

    /// A closed socket stays closed, whatever returns late.
    fn advance(&mut self, state: SocketState) {
        if self.state.is_open() {
            self.state = state;
        }
    }
}

fn peeks(op: &Op) -> bool {
    use crate::call::MsgFlags;
    matches!(op, Op::Recv { flags, .. } | Op::Recvfrom { flags, .. }
        if flags.contains(MsgFlags::PEEK))
}

/// `recv(0)` returns empty bytes without the stream having ended.
fn asks_for_bytes(op: &Op) -> bool {
    matches!(op, Op::Recv { bufsize, .. } | Op::Recvfrom { bufsize, .. } if *bufsize > 0)
}
