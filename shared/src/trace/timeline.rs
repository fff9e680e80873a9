//! The timeline: records go in, calls and sockets come out.

use bytes::Bytes;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;
use std::rc::Rc;

use super::call_log::CallLog;
use super::{CallRecord, Origin, SocketState, SocketView};
use crate::call::{Address, CallId, Micros, Op, SocketId};
use crate::text::Encoding;
use crate::wire::{Call, Return};

/// Most calls kept; those that ended first are dropped and counted.
pub const MAX_CALLS: usize = 10_000;

/// Most bytes that the calls kept have sent and received, as far as calls have ended that can be dropped.
pub const MAX_CALL_BYTES: usize = 8 << 20;

/// Most sockets kept that are closed or gone; older ones are dropped.
pub const MAX_OVER: usize = 1000;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// The page issued a call.
    Issued {
        /// The call.
        call: Call,
        /// What its bytes were typed as.
        text: Option<(String, Encoding)>,
        /// When.
        at: Micros,
        /// The line of the program that made it; `None` where a person pressed a button.
        origin: Option<Rc<Origin>>,
    },
    /// The system call was made and blocks.
    Blocked {
        /// Which call.
        id: CallId,
        /// When.
        at: Micros,
    },
    /// The person cancelled a pending call.
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
        /// Whether only loopback reaches it.
        loopback_only: bool,
    },
    /// The relay is lost, and with it every socket and pending call.
    RelayLost {
        /// When.
        at: Micros,
    },
}

/// Every call in the order it was issued, and every socket in the order it was made. A copy is
/// cheap, and the cost of a record does not grow with the calls.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    calls: CallLog,
    pending: BTreeSet<CallId>,
    /// The calls that have ended, in that order.
    ended: VecDeque<CallId>,
    sockets: BTreeMap<SocketId, Rc<SocketView>>,
    /// The sockets that are closed or gone, in that order.
    over: VecDeque<SocketId>,
    dropped: u64,
    /// What the calls kept have sent and received.
    bytes: usize,
    /// How many records were applied.
    records: u64,
}

impl Timeline {
    /// Applies a record. Records of unknown calls or sockets are ignored: these were dropped for
    /// age.
    pub fn apply(&mut self, record: Record) {
        self.records += 1;
        match record {
            Record::Issued { call, text, at, origin } => self.issued(call, text, at, origin),
            Record::Blocked { id, at } => {
                if let Some(call) = self.calls.get_mut(id) {
                    call.blocked_by = self.records;
                    call.blocked = Some(at);
                    call.entered = Some(at);
                }
            }
            Record::Cancelling { id } => {
                if let Some(call) = self.calls.get_mut(id) {
                    call.cancelling = true;
                }
            }
            Record::Returned(returned) => self.returned(returned),
            Record::Addresses { socket, local, peer, loopback_only } => {
                if let Some(view) = self.sockets.get_mut(&socket) {
                    let view = Rc::make_mut(view);
                    view.local = local.or(view.local.take());
                    view.peer = peer.or(view.peer.take());
                    let kept = loopback_only && !view.loopback_only;
                    view.loopback_only |= loopback_only;
                    if kept {
                        self.kept_to_loopback(socket);
                    }
                }
            }
            Record::RelayLost { at } => self.relay_lost(at),
        }
    }

    /// Adds a socket whose call precedes the first one kept.
    pub fn know(&mut self, view: SocketView) {
        if !view.state.is_open() {
            self.over.push_back(view.id);
        }
        self.sockets.insert(view.id, Rc::new(view));
        self.drop_old_sockets();
    }

    /// The calls, oldest first.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = &CallRecord> + ExactSizeIterator {
        self.calls.iter()
    }

    /// The calls at these positions, counted from the oldest kept.
    pub fn range(
        &self,
        positions: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &CallRecord> + ExactSizeIterator {
        self.calls.range(positions)
    }

    /// The call at a position, counted from the oldest kept.
    #[must_use]
    pub fn call_at(&self, position: usize) -> Option<&CallRecord> {
        self.calls.at(position)
    }

    /// The position of a call, counted from the oldest kept.
    #[must_use]
    pub fn position(&self, id: CallId) -> Option<usize> {
        self.calls.position(id)
    }

    /// The position of the first call after `id`, which may have been dropped.
    #[must_use]
    pub fn first_after(&self, id: CallId) -> usize {
        self.calls.first_after(id)
    }

    /// One call.
    #[must_use]
    pub fn call(&self, id: CallId) -> Option<&CallRecord> {
        self.calls.get(id)
    }

    /// The sockets, oldest first.
    pub fn sockets(&self) -> impl DoubleEndedIterator<Item = &SocketView> + ExactSizeIterator {
        self.sockets.values().map(|view| &**view)
    }

    /// One socket.
    #[must_use]
    pub fn socket(&self, id: SocketId) -> Option<&SocketView> {
        self.sockets.get(&id).map(|view| &**view)
    }

    /// Whether an open socket of this wildcard and port is reached from loopback only.
    #[must_use]
    pub fn is_kept_to_loopback(&self, address: &Address) -> bool {
        let is_it = |view: &SocketView| {
            view.state.is_open()
                && view.is_wildcard_kept_to_loopback()
                && view.local.as_ref().is_some_and(|local| local.port() == address.port())
        };
        address.is_wildcard() && self.sockets().any(is_it)
    }

    /// Every pending call, oldest first.
    pub fn all_pending(&self) -> impl DoubleEndedIterator<Item = &CallRecord> {
        self.pending.iter().filter_map(|id| self.calls.get(*id))
    }

    /// The calls still pending on a socket, oldest first.
    pub fn pending(&self, socket: SocketId) -> impl Iterator<Item = &CallRecord> {
        self.all_pending().filter(move |call| call.socket == Some(socket))
    }

    /// How many records were applied, by which other events can be ordered among them.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How many old calls were dropped.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    fn issued(
        &mut self,
        call: Call,
        text: Option<(String, Encoding)>,
        at: Micros,
        origin: Option<Rc<Origin>>,
    ) {
        if let Some(view) = call.socket.and_then(|id| self.sockets.get_mut(&id)) {
            Rc::make_mut(view).issued(&call.op);
        }
        self.make_room();
        self.bytes += call.bytes.len();
        self.pending.insert(call.id);
        self.calls.push(CallRecord {
            id: call.id,
            socket: call.socket,
            host: call.host,
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
            descriptor_closed: false,
            loopback_only: false,
            issued_by: self.records,
            blocked_by: 0,
            ended_by: 0,
            origin,
        });
    }

    /// Drops the call that ended first; the relay's limit keeps the pending ones few.
    fn make_room(&mut self) {
        while (self.calls.len() >= MAX_CALLS || self.bytes > MAX_CALL_BYTES)
            && let Some(first) = self.ended.pop_front()
        {
            self.bytes -= self.calls.get(first).map_or(0, CallRecord::bytes);
            self.calls.remove(first);
            self.dropped += 1;
        }
    }

    fn returned(&mut self, returned: Return) {
        if self.pending.remove(&returned.id) {
            self.ended.push_back(returned.id);
        }
        let Some(call) = self.calls.get_mut(returned.id) else { return };
        call.ended_by = self.records;
        call.entered = Some(returned.entered);
        call.returned = Some(returned.at);
        call.outcome = Some(returned.outcome);
        self.bytes += call.received().map_or(0, Bytes::len);
        let Some(call) = self.calls.get(returned.id) else { return };
        if let Some(view) = call.socket.and_then(|id| self.sockets.get_mut(&id)) {
            let was_open = view.state.is_open();
            Rc::make_mut(view).returned(call);
            if was_open && !view.state.is_open() {
                let closed = view.id;
                self.over.push_back(closed);
                self.keep_waiting_on(closed);
            }
        }
        let Some(call) = self.calls.get(returned.id) else { return };
        let listener = call.socket.and_then(|id| self.sockets.get(&id)).map(|view| &**view);
        let views = SocketView::made(call, listener);
        if let (Op::Socket { .. }, Some(view)) = (&call.op, views.first())
            && let Some(call) = self.calls.get_mut(returned.id)
        {
            call.socket = Some(view.id);
        }
        self.sockets.extend(views.into_iter().map(|view| (view.id, Rc::new(view))));
        self.drop_old_sockets();
    }

    /// Marks the calls that wait for a socket whose descriptor is closed.
    fn keep_waiting_on(&mut self, closed: SocketId) {
        for id in &self.pending {
            if self.calls.get(*id).is_some_and(|call| call.uses(closed))
                && let Some(call) = self.calls.get_mut(*id)
            {
                call.descriptor_closed = true;
            }
        }
    }

    /// Marks the bind or listen that returned last, or the first call that named a group: its socket
    /// was restricted to loopback. The addresses that report this follow the return.
    fn kept_to_loopback(&mut self, socket: SocketId) {
        let last = self.ended.back().and_then(|id| self.calls.get_mut(*id));
        if let Some(call) = last
            && call.socket == Some(socket)
            && (matches!(call.op, Op::Bind { .. } | Op::Listen { .. }) || call.op.names_a_group())
        {
            call.loopback_only = true;
        }
    }

    fn relay_lost(&mut self, at: Micros) {
        for id in std::mem::take(&mut self.pending) {
            self.ended.push_back(id);
            if let Some(call) = self.calls.get_mut(id) {
                call.lost = true;
                call.returned = Some(at);
            }
        }
        for view in self.sockets.values_mut().filter(|view| view.state.is_open()) {
            Rc::make_mut(view).state = SocketState::Gone;
            self.over.push_back(view.id);
        }
        self.drop_old_sockets();
    }

    fn drop_old_sockets(&mut self) {
        while self.over.len() > MAX_OVER
            && let Some(oldest) = self.over.pop_front()
        {
            self.sockets.remove(&oldest);
        }
    }
}
