//! The bytes of the timeline's rows as text: each stream is read on from row to row, so that a
//! character cut between two recvs shows as cut and then as joined.

use bytes::Bytes;
use std::collections::HashMap;

use lab_shared::call::{MsgFlags, Op, SocketId, SocketType};
use lab_shared::text::{Encoding, Span, TextDecoder};
use lab_shared::trace::{CallRecord, Timeline};

/// Which way bytes went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// The peer sent them.
    In,
    /// They were handed to the kernel.
    Out,
}

/// Bytes and what they read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Which way they went.
    pub way: Way,
    /// The bytes.
    pub bytes: Bytes,
    /// What they read as.
    pub spans: Vec<Span>,
}

/// Reads the calls' bytes in the order given.
#[derive(Debug)]
pub struct Reader<'a> {
    timeline: &'a Timeline,
    encoding: Encoding,
    streams: HashMap<(SocketId, Way), TextDecoder>,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing yet.
    #[must_use]
    pub fn new(timeline: &'a Timeline, encoding: Encoding) -> Self {
        Self { timeline, encoding, streams: HashMap::new() }
    }

    /// The bytes of the next call, if it moved or would move some.
    pub fn read(&mut self, call: &CallRecord) -> Option<Passage> {
        let (way, bytes) = match call.received() {
            Some(bytes) => (Way::In, bytes.clone()),
            None if call.op.carries_bytes() => (Way::Out, call.sent.clone()),
            None => return None,
        };
        if bytes.is_empty() {
            return None;
        }
        let spans = match (call.socket.filter(|_| self.flows_on(call)), &call.text) {
            // What was typed here is known to be text, and in which encoding.
            (_, Some((_, encoding))) => TextDecoder::new(*encoding).decode(&bytes),
            (Some(socket), None) => self
                .streams
                .entry((socket, way))
                .or_insert_with(|| TextDecoder::new(self.encoding))
                .decode(&bytes),
            (None, None) => TextDecoder::new(self.encoding).decode(&bytes),
        };
        Some(Passage { way, bytes, spans })
    }

    /// Datagrams stand each for itself, and what was only peeked at comes again.
    fn flows_on(&self, call: &CallRecord) -> bool {
        let stream = call
            .socket
            .and_then(|id| self.timeline.socket(id))
            .is_some_and(|view| view.kind == SocketType::Stream);
        let peeked = matches!(call.op, Op::Recv { flags, .. } | Op::Recvfrom { flags, .. }
            if flags.contains(MsgFlags::PEEK));
        let moved = call.received().is_some() || call.taken().is_some();
        stream && !peeked && moved
    }
}
