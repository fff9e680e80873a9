//! The bytes through each socket of this page, and where its own calls cut them.

pub(crate) mod flow;

pub(crate) use flow::{Flow, FramingHint};

use std::collections::BTreeMap;
use std::rc::Rc;

use lab_shared::call::{MsgFlags, Op, SocketId};
use lab_shared::trace::CallRecord;

/// Most sockets whose bytes are kept: those made last.
const MAX_SOCKETS: usize = 128;

/// The bytes of every socket. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traffic {
    sockets: BTreeMap<SocketId, Rc<Streams>>,
}

/// Both directions of one socket.
#[derive(Debug, Clone, PartialEq)]
pub struct Streams {
    /// The bytes its recvs returned.
    pub inward: Flow,
    /// The bytes its sends handed to the kernel.
    pub outward: Flow,
}

impl Default for Streams {
    fn default() -> Self {
        Self { inward: Flow::of_recvs(), outward: Flow::of_sends() }
    }
}

impl Traffic {
    /// The bytes of one socket.
    #[must_use]
    pub fn of(&self, socket: SocketId) -> Option<&Streams> {
        self.sockets.get(&socket).map(Rc::as_ref)
    }

    /// A call on a stream socket has returned.
    pub fn returned(&mut self, call: &CallRecord) {
        let Some(socket) = call.socket else { return };
        if let Some(bytes) = call.received().filter(|bytes| !bytes.is_empty() && !peeks(&call.op)) {
            self.streams(socket).inward.add(bytes);
        }
        if let Some(bytes) = call.taken() {
            self.streams(socket).outward.add(&bytes);
        }
        // How much of it was sent is unknown.
        if matches!((&call.op, &call.outcome), (Op::Sendall { .. }, Some(Err(_)))) {
            self.streams(socket).outward.lose_count();
        }
    }

    /// The framing of the socket's program, from now on.
    pub fn read_as(&mut self, socket: SocketId, hint: &FramingHint) {
        let streams = self.streams(socket);
        streams.inward.read_as(hint);
        streams.outward.read_as(hint);
    }

    fn streams(&mut self, socket: SocketId) -> &mut Streams {
        if !self.sockets.contains_key(&socket) && self.sockets.len() >= MAX_SOCKETS {
            self.sockets.pop_first();
        }
        Rc::make_mut(self.sockets.entry(socket).or_default())
    }
}

fn peeks(op: &Op) -> bool {
    matches!(op, Op::Recv { flags, .. } | Op::Recvfrom { flags, .. }
        if flags.contains(MsgFlags::PEEK))
}
