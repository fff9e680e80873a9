//! Which sockets the relay is asked to watch: every open one, while somebody looks.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{CallId, Op, SocketId};
use lab_shared::wire::{Call, Return, ToRelay};

use crate::state::link::made;

/// The page's open sockets, and whether they are watched. It says what to ask of the relay.
#[derive(Debug, Default)]
pub struct Watches {
    /// How many parts of the page show what the kernel does.
    lookers: u32,
    open: BTreeSet<SocketId>,
    /// The closes under way.
    closing: BTreeMap<CallId, SocketId>,
}

impl Watches {
    /// One part of the page begins to look, or looks no more.
    pub fn look(&mut self, begins: bool) -> Vec<ToRelay> {
        let looked = self.looking();
        self.lookers =
            if begins { self.lookers.saturating_add(1) } else { self.lookers.saturating_sub(1) };
        if looked == self.looking() {
            return vec![];
        }
        let ask = |socket: &SocketId| ToRelay::Watch { socket: *socket, on: begins };
        self.open.iter().map(ask).collect()
    }

    /// Whether somebody looks.
    #[must_use]
    pub fn looking(&self) -> bool {
        self.lookers > 0
    }

    /// A call is on its way.
    pub fn issued(&mut self, call: &Call) {
        if let (Op::Close, Some(socket)) = (&call.op, call.socket) {
            self.closing.insert(call.id, socket);
        }
    }

    /// A call has returned. A new socket is watched before the page can make a call on it, so that
    /// not even its SYN is missed.
    pub fn returned(&mut self, returned: &Return) -> Vec<ToRelay> {
        if let Some(closed) = self.closing.remove(&returned.id)
            && returned.outcome.is_ok()
        {
            // The relay follows it to its end by itself.
            self.open.remove(&closed);
        }
        let made = made(&returned.outcome);
        self.open.extend(made);
        let ask = |socket: &SocketId| ToRelay::Watch { socket: *socket, on: true };
        made.iter().filter(|_| self.looking()).map(ask).collect()
    }

    /// The relay is lost, and every socket with it.
    pub fn lost(&mut self) {
        self.open.clear();
        self.closing.clear();
    }
}
