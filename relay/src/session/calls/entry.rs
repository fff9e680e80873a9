//! One socket of a session: the kernel's socket, Python's timeout, and the calls that wait on it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use lab_shared::call::{Address, CallId, Op, Outcome, PollEvents, SocketId};
use lab_shared::errno::Errno;

use super::attempt::BlockingMode;
use super::connect::Connect;
use super::receive::Receive;
use super::send::Send;
use super::timeout::Timeout;
use super::timers::CallTimers;
use crate::network::host::Host;
use crate::policy::Binding;
use crate::resources::account::Hold;
use crate::session::clock::CallTimes;
use crate::socket::{Socket, failed};

/// Which of a socket's two queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// Waits for something to arrive.
    Inward,
    /// Waits for room to send, or for the connection itself.
    Outward,
}

/// One of the two queues of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct QueueId {
    pub(crate) socket: SocketId,
    pub(crate) side: Side,
}

/// One socket of a session.
#[derive(Debug)]
pub(crate) struct SocketEntry {
    pub(crate) socket: Socket,
    /// The host it was made on; `None` is the relay's machine.
    pub(crate) host: Option<Arc<Host>>,
    pub(crate) binding: Binding,
    pub(crate) timeout: Timeout,
    /// It never waits, though Python's timeout says so: accepted from a non-blocking listener, where systems hand that on.
    pub(crate) never_waits: bool,
    /// SO_RCVLOWAT, which only a blocking recv has to know.
    pub(crate) low_water: usize,
    /// The addresses as last reported.
    pub(crate) known: Addresses,
    /// The `poll` calls that wait for this socket, and for what.
    pub(crate) polls: BTreeMap<CallId, PollEvents>,
    /// Its descriptor is closed. Only the calls in progress keep the socket.
    pub(crate) closed: bool,
    /// A connect has begun whose end no call has seen.
    pub(crate) connecting: bool,
    /// The events registered with epoll for this socket.
    pub(crate) awaited: Option<PollEvents>,
    inward: VecDeque<QueuedCall>,
    outward: VecDeque<QueuedCall>,
}

/// A socket's addresses, as far as it has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Addresses {
    pub(crate) local: Option<Address>,
    pub(crate) peer: Option<Address>,
    /// Whether only loopback reaches it.
    pub(crate) loopback_only: bool,
}

/// A call in one of its socket's queues. The first one runs, the others wait for it.
#[derive(Debug)]
pub(crate) struct QueuedCall {
    pub(crate) id: CallId,
    /// Tells this call from an earlier one of the same id, which a late answer may name.
    pub(crate) serial: u64,
    pub(crate) op: Op,
    pub(crate) bytes: Bytes,
    pub(crate) times: CallTimes,
    pub(crate) mode: BlockingMode,
    pub(crate) timers: CallTimers,
    pub(crate) state: CallState,
    /// It was reported that the call waits.
    pub(crate) reported: bool,
    /// What the bytes take that it has received.
    pub(crate) received: Option<Hold>,
}

/// How far a queued call has come.
#[derive(Debug)]
pub(crate) enum CallState {
    /// Behind another one.
    Waiting,
    /// Its name is being resolved.
    Resolving,
    /// Its first attempt is due or under way.
    Running(Operation),
    /// EAGAIN; another attempt is due after one of these events.
    Blocked(Operation, PollEvents),
    /// EAGAIN; another attempt is due when the retry timer fires.
    Paused(Operation),
}

/// What is being attempted.
#[derive(Debug)]
pub(crate) enum Operation {
    Accept,
    Connect(Connect),
    Receive(Receive),
    Send(Send),
}

impl QueuedCall {
    /// Whether its name is being looked up.
    pub(crate) fn resolves(&self) -> bool {
        matches!(self.state, CallState::Resolving)
    }
}

impl CallState {
    /// What is being attempted; `None` for a call that has not come so far.
    pub(crate) fn operation(&self) -> Option<&Operation> {
        match self {
            Self::Waiting | Self::Resolving => None,
            Self::Running(operation) | Self::Blocked(operation, _) | Self::Paused(operation) => {
                Some(operation)
            }
        }
    }
}

impl Operation {
    /// How it ends on a socket with a timeout once the descriptor is closed. CPython waits in poll(2)
    /// and then makes the call by the descriptor's number, which is none any more.
    pub(crate) fn bad_descriptor(&self) -> Outcome {
        match self {
            Self::Connect(connect) => connect.failed(Errno::Ebadf),
            Self::Accept | Self::Receive(_) | Self::Send(_) => Err(failed(Errno::Ebadf)),
        }
    }
}

impl SocketEntry {
    /// A new socket: blocking, as in CPython.
    pub(crate) fn new(socket: Socket, low_water: usize) -> Self {
        Self {
            socket,
            host: None,
            binding: Binding::none(),
            timeout: Timeout::Forever,
            never_waits: false,
            low_water,
            known: Addresses::default(),
            polls: BTreeMap::new(),
            closed: false,
            connecting: false,
            awaited: None,
            inward: VecDeque::new(),
            outward: VecDeque::new(),
        }
    }

    /// One of the queues.
    pub(crate) fn queue(&mut self, side: Side) -> &mut VecDeque<QueuedCall> {
        match side {
            Side::Inward => &mut self.inward,
            Side::Outward => &mut self.outward,
        }
    }

    /// Whether it belongs to a host whose process has died, so that it cannot be used any more.
    pub(crate) fn is_lost(&self) -> bool {
        self.host.as_ref().is_some_and(|host| host.is_dead())
    }

    /// Whether no call is in progress on it.
    pub(crate) fn is_unused(&self) -> bool {
        self.inward.is_empty() && self.outward.is_empty() && self.polls.is_empty()
    }

    /// The events that calls and polls wait for on this socket; `None` for none.
    pub(crate) fn interest(&self) -> Option<PollEvents> {
        let heads = [self.inward.front(), self.outward.front()].into_iter().flatten();
        let blocked = heads.filter_map(|queued| match queued.state {
            CallState::Blocked(_, events) => Some(events),
            _ => None,
        });
        let polled = self.polls.values().copied();
        blocked.chain(polled).reduce(|all, one| all | one)
    }
}
