//! Which sockets the relay watches: every open one, while a kernel pane is open.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{CallId, Op, SocketId};
use lab_shared::wire::{Call, Return, ToRelay};

/// The page's open sockets, and whether they are watched. Returns the requests to the relay.
#[derive(Debug, Default)]
pub(crate) struct Watches {
    /// How many views of the kernel are open.
    lookers: u32,
    open: BTreeSet<SocketId>,
    /// The pending closes.
    closing: BTreeMap<CallId, SocketId>,
}

impl Watches {
    /// A view of the kernel was opened or closed.
    pub(crate) fn look(&mut self, begins: bool) -> Vec<ToRelay> {
        let looked = self.looking();
        self.lookers =
            if begins { self.lookers.saturating_add(1) } else { self.lookers.saturating_sub(1) };
        if looked == self.looking() {
            return vec![];
        }
        let ask = |socket: &SocketId| ToRelay::Watch { socket: *socket, on: begins };
        self.open.iter().map(ask).collect()
    }

    /// Whether a view of the kernel is open.
    #[must_use]
    pub(crate) fn looking(&self) -> bool {
        self.lookers > 0
    }

    /// A call was issued.
    pub(crate) fn issued(&mut self, call: &Call) {
        if let (Op::Close, Some(socket)) = (&call.op, call.socket) {
            self.closing.insert(call.id, socket);
        }
    }

    /// A call has returned. A new socket is watched before the page can make a call on it, so that
    /// not even its SYN is missed.
    pub(crate) fn returned(&mut self, returned: &Return) -> Vec<ToRelay> {
        if let Some(closed) = self.closing.remove(&returned.id)
            && returned.outcome.is_ok()
        {
            // The relay follows it to its end by itself.
            self.open.remove(&closed);
        }
        let made = returned.made();
        self.open.extend(made);
        let ask = |socket: &SocketId| ToRelay::Watch { socket: *socket, on: true };
        made.iter().filter(|_| self.looking()).map(ask).collect()
    }

    /// The relay is lost, and every socket with it.
    pub(crate) fn lost(&mut self) {
        self.open.clear();
        self.closing.clear();
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use lab_shared::call::{Failure, Micros, Value};
    use lab_shared::errno::Errno;

    use super::*;
    use crate::testing::test_lab::STREAM;

    fn returned(id: u32, value: Value) -> Return {
        Return { id: CallId(id), entered: Micros(0), at: Micros(0), outcome: Ok(value) }
    }

    fn watch(socket: u32, on: bool) -> ToRelay {
        ToRelay::Watch { socket: SocketId(socket), on }
    }

    #[test]
    fn while_somebody_looks_each_new_socket_is_watched_and_otherwise_none() {
        let mut watches = Watches::default();
        let made = |socket| Value::Socket { socket: SocketId(socket), fileno: 7 };
        assert_eq!(watches.returned(&returned(1, made(1))), []);
        assert_eq!(watches.look(true), [watch(1, true)]);
        assert_eq!(watches.look(true), [], "the second one to look changes nothing");
        assert_eq!(watches.returned(&returned(2, made(2))), [watch(2, true)]);
        assert_eq!(watches.look(false), []);
        assert_eq!(watches.look(false), [watch(1, false), watch(2, false)]);
        assert_eq!(watches.returned(&returned(3, made(3))), []);
    }

    #[test]
    fn a_closed_socket_is_left_to_the_relay_and_a_failed_close_closes_nothing() {
        let mut watches = Watches::default();
        watches.look(true);
        let value = Value::Socket { socket: SocketId(3), fileno: 7 };
        watches.returned(&returned(1, value));
        let close = |id| Call {
            id: CallId(id),
            socket: Some(SocketId(3)),
            host: None,
            op: Op::Close,
            bytes: Bytes::new(),
        };
        watches.issued(&close(2));
        let outcome = Err(Failure::os(Errno::Ebadf));
        watches.returned(&Return { outcome, ..returned(2, Value::None) });
        watches.issued(&Call { op: STREAM, ..close(3) });
        watches.returned(&returned(3, Value::None));
        assert_eq!(watches.look(false), [watch(3, false)]);
        watches.look(true);
        watches.issued(&close(4));
        watches.returned(&returned(4, Value::None));
        assert_eq!(watches.look(false), []);
    }
}
