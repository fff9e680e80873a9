//! One socket of a session: the kernel's socket, Python's timeout, and the calls that wait on it.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use lab_shared::call::{Address, CallId, Op, PollEvents, SocketId};

use super::attempt::BlockingMode;
use super::binding::Binding;
use super::connect::Connect;
use super::receive::Receive;
use super::send::Send;
use super::timeout::Timeout;
use super::timers::CallTimers;
use crate::resources::account::Hold;
use crate::session::clock::CallTimes;
use crate::socket::Socket;

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
    pub(crate) binding: Binding,
    pub(crate) timeout: Timeout,
    /// SO_RCVLOWAT, which only a blocking recv has to know.
    pub(crate) low_water: usize,
    /// The addresses as last reported.
    pub(crate) known: Addresses,
    /// The `poll` calls that wait for this socket, and for what.
    pub(crate) polls: BTreeMap<CallId, PollEvents>,
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

impl SocketEntry {
    /// A new socket: blocking, as in CPython.
    pub(crate) fn new(socket: Socket, low_water: usize) -> Self {
        Self {
            socket,
            binding: Binding::none(),
            timeout: Timeout::Forever,
            low_water,
            known: Addresses::default(),
            polls: BTreeMap::new(),
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

    /// Every queued call, inward ones first.
    pub(crate) fn into_queued(self) -> (Socket, impl Iterator<Item = QueuedCall>) {
        (self.socket, self.inward.into_iter().chain(self.outward))
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
