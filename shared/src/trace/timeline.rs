//! The timeline itself: records go in, calls and sockets come out.

use std::collections::{BTreeMap, VecDeque};

use super::{CallRecord, SocketState, SocketView};
use crate::call::{Address, CallId, Micros, Op, SocketId};
use crate::text::Encoding;
use crate::wire::{Call, Return};

/// Most calls kept; older ones that have returned are dropped, and counted.
pub const MAX_CALLS: usize = 10_000;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// The page asked for a call.
    Issued {
        /// The call.
        call: Call,
        /// What its bytes were typed as.
        text: Option<(String, Encoding)>,
        /// When.
        at: Micros,
    },
    /// The system call was made and blocks.
    Blocked {
        /// Which call.
        id: CallId,
        /// When.
        at: Micros,
    },
    /// The person asked to end a pending call.
    Cancelling {
        /// Which call.
        id: CallId,
    },
    /// A call returned.
    Returned(Return),
    /// A socket's addresses changed.
    Addresses {
        /// Which socket.
        socket: SocketId,
        /// Its own.
        local: Option<Address>,
        /// The peer's.
        peer: Option<Address>,
    },
    /// The relay is lost, and with it every socket and pending call.
    RelayLost {
        /// When.
        at: Micros,
    },
}

/// Every call in the order it was asked for, and every socket in the order it was made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    calls: VecDeque<CallRecord>,
    sockets: BTreeMap<SocketId, SocketView>,
    dropped: u64,
}

impl Timeline {
    /// Take in what happened. Records of calls or sockets it does not know are passed over: they
    /// were dropped for age.
    pub fn apply(&mut self, record: Record) {
        match record {
            Record::Issued { call, text, at } => self.issued(call, text, at),
            Record::Blocked { id, at } => {
                if let Some(call) = self.call_mut(id) {
                    call.blocked = Some(at);
                    call.entered = Some(at);
                }
            }
            Record::Cancelling { id } => {
                if let Some(call) = self.call_mut(id) {
                    call.cancelling = true;
                }
            }
            Record::Returned(returned) => self.returned(returned),
            Record::Addresses { socket, local, peer } => {
                if let Some(view) = self.sockets.get_mut(&socket) {
                    view.local = local.or(view.local.take());
                    view.peer = peer.or(view.peer.take());
                }
            }
            Record::RelayLost { at } => self.relay_lost(at),
        }
    }

    /// The calls, oldest first.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = &CallRecord> + ExactSizeIterator {
        self.calls.iter()
    }

    /// One call.
    #[must_use]
    pub fn call(&self, id: CallId) -> Option<&CallRecord> {
        self.position(id).map(|at| &self.calls[at])
    }

    /// The sockets, oldest first.
    pub fn sockets(&self) -> impl DoubleEndedIterator<Item = &SocketView> + ExactSizeIterator {
        self.sockets.values()
    }

    /// One socket.
    #[must_use]
    pub fn socket(&self, id: SocketId) -> Option<&SocketView> {
        self.sockets.get(&id)
    }

    /// The calls still pending on a socket, oldest first.
    pub fn pending(&self, socket: SocketId) -> impl Iterator<Item = &CallRecord> {
        self.calls.iter().filter(move |call| call.socket == Some(socket) && call.is_pending())
    }

    /// How many old calls were dropped.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    fn issued(&mut self, call: Call, text: Option<(String, Encoding)>, at: Micros) {
        if let Some(view) = call.socket.and_then(|id| self.sockets.get_mut(&id)) {
            view.issued(&call.op);
        }
        self.make_room();
        self.calls.push_back(CallRecord {
            id: call.id,
            socket: call.socket,
            op: call.op,
            sent: call.bytes,
            text,
            issued: at,
            entered: None,
            blocked: None,
            cancelling: false,
            returned: None,
            outcome: None,
            lost: false,
        });
    }

    /// Drop the oldest call that has returned; the relay's limit keeps the pending ones few.
    fn make_room(&mut self) {
        if self.calls.len() < MAX_CALLS {
            return;
        }
        if let Some(oldest) = self.calls.iter().position(|call| !call.is_pending()) {
            self.calls.remove(oldest);
            self.dropped += 1;
        }
    }

    fn returned(&mut self, returned: Return) {
        let Some(at) = self.position(returned.id) else { return };
        let call = &mut self.calls[at];
        call.entered = Some(returned.entered);
        call.returned = Some(returned.at);
        call.outcome = Some(returned.outcome);
        let call = &self.calls[at];
        if let Some(view) = call.socket.and_then(|id| self.sockets.get_mut(&id)) {
            view.returned(call);
        }
        let listener = call.socket.and_then(|id| self.sockets.get(&id));
        let views = SocketView::made(call, listener);
        if let (Op::Socket { .. }, Some(view)) = (&call.op, views.first()) {
            self.calls[at].socket = Some(view.id);
        }
        self.sockets.extend(views.into_iter().map(|view| (view.id, view)));
    }

    fn relay_lost(&mut self, at: Micros) {
        for call in self.calls.iter_mut().filter(|call| call.is_pending()) {
            call.lost = true;
            call.returned = Some(at);
        }
        for view in self.sockets.values_mut().filter(|view| view.state.is_open()) {
            view.state = SocketState::Gone;
        }
    }

    /// Ids count up, so the calls are sorted by them.
    fn position(&self, id: CallId) -> Option<usize> {
        self.calls.binary_search_by_key(&id, |call| call.id).ok()
    }

    fn call_mut(&mut self, id: CallId) -> Option<&mut CallRecord> {
        self.position(id).map(|at| &mut self.calls[at])
    }
}
