//! The bytes of the timeline's rows as text. Each stream is decoded from row to row, so that a
//! character cut between two recvs shows as cut and then as joined.

use bytes::Bytes;
use std::collections::{BTreeSet, HashMap};

use lab_shared::call::{CallId, MsgFlags, Op, SocketId, SocketType};
use lab_shared::text::{Encoding, Span, TextDecoder};
use lab_shared::trace::{CallRecord, MAX_CALLS, Timeline};

/// Which way bytes went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// The peer sent them.
    In,
    /// They were handed to the kernel.
    Out,
}

/// Bytes and their text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DecodedChunk {
    /// Which way they went.
    pub direction: Direction,
    pub bytes: Bytes,
    /// Their text.
    pub spans: Vec<Span>,
}

/// Decodes the calls' bytes: follows each stream once, and then decodes any call's bytes from the
/// state of its stream.
#[derive(Debug)]
pub(crate) struct StreamDecoder {
    encoding: Encoding,
    streams: HashMap<(SocketId, Direction), TextDecoder>,
    /// The first bytes of a character that preceded a call's bytes.
    cut: HashMap<CallId, Vec<u8>>,
    /// The last call looked at, and those before it that had not ended.
    last: CallId,
    pending: BTreeSet<CallId>,
}

impl StreamDecoder {
    /// A decoder that has read nothing yet.
    #[must_use]
    pub(crate) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            streams: HashMap::new(),
            cut: HashMap::new(),
            last: CallId(0),
            pending: BTreeSet::new(),
        }
    }

    /// The encoding it reads in.
    #[must_use]
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Decodes to the timeline's end. Calls that have ended are not decoded again.
    pub(crate) fn follow(&mut self, timeline: &Timeline) {
        for id in std::mem::take(&mut self.pending) {
            if let Some(call) = timeline.call(id) {
                self.take(timeline, call);
            }
        }
        let from = timeline.first_after(self.last);
        for call in timeline.range(from..timeline.calls().len()) {
            self.take(timeline, call);
            self.last = call.id;
        }
        if let Some(oldest) = timeline.call_at(0).filter(|_| self.cut.len() > MAX_CALLS) {
            self.cut.retain(|id, _| *id >= oldest.id);
        }
    }

    fn take(&mut self, timeline: &Timeline, call: &CallRecord) {
        if call.is_pending() {
            self.pending.insert(call.id);
            return;
        }
        let Some((direction, bytes)) = moved(call) else { return };
        let Some(socket) = call.socket.filter(|_| flows_on(timeline, call)) else { return };
        let encoding = self.encoding;
        let stream =
            self.streams.entry((socket, direction)).or_insert_with(|| TextDecoder::new(encoding));
        if !stream.pending().is_empty() {
            self.cut.insert(call.id, stream.pending().to_vec());
        }
        stream.decode(bytes);
    }

    /// The bytes of a call, if it moved or would move some.
    #[must_use]
    pub(crate) fn chunk(&self, call: &CallRecord) -> Option<DecodedChunk> {
        let (direction, bytes) = moved(call)?;
        let mut decoder = TextDecoder::new(call.text.as_ref().map_or(self.encoding, |text| text.1));
        if let Some(cut) = self.cut.get(&call.id) {
            decoder.decode(cut);
        }
        Some(DecodedChunk { direction, bytes: bytes.clone(), spans: decoder.decode(bytes) })
    }
}

fn moved(call: &CallRecord) -> Option<(Direction, &Bytes)> {
    let (direction, bytes) = match call.received() {
        Some(bytes) => (Direction::In, bytes),
        None if call.op.carries_bytes() => (Direction::Out, &call.sent),
        None => return None,
    };
    (!bytes.is_empty()).then_some((direction, bytes))
}

/// Each datagram is on its own, peeked bytes are received again, and the text of typed bytes is
/// known.
fn flows_on(timeline: &Timeline, call: &CallRecord) -> bool {
    let stream = call
        .socket
        .and_then(|id| timeline.socket(id))
        .is_some_and(|view| view.kind == SocketType::Stream);
    let peeked = matches!(call.op, Op::Recv { flags, .. } | Op::Recvfrom { flags, .. }
        if flags.contains(MsgFlags::PEEK));
    let moved = call.received().is_some() || call.taken().is_some();
    stream && !peeked && moved && call.text.is_none()
}
