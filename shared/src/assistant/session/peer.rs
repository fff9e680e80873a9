//! A peer of an end, and the end itself.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;

use super::counters::Counters;
use super::message::{EndState, PeerId};
use crate::assistant::compose::{ComputedSpan, Form};
use crate::assistant::framing::Grouper;
use crate::assistant::problem::Wording;
use crate::assistant::setup::EndSetup;
use crate::call::Address;

/// Most bytes that wait for one peer.
pub(super) const MAX_QUEUED_BYTES: usize = 4 << 20;

/// Most bytes that wait for all peers together, and most that are held of all their incomplete messages.
pub(super) const MAX_SESSION_BYTES: usize = 64 << 20;

/// Most messages that wait for one peer.
pub(super) const MAX_QUEUED_MESSAGES: usize = 4096;

/// Most peers of a datagram end; beyond that the oldest without a queue is forgotten.
pub(super) const MAX_DATAGRAM_PEERS: usize = 1024;

/// A connection, or an address that datagrams go to and come from.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) address: Address,
    pub(super) grouper: Grouper,
    /// Whether the grouper may hold a whole message.
    pub(super) unread: bool,
    /// Bytes of an incomplete message that the session counts.
    pub(super) held: usize,
    queue: VecDeque<Outgoing>,
    queued_bytes: usize,
    /// Bytes that the host is writing.
    pub(super) in_flight: Option<usize>,
    /// Why the connection is closed once all is written: its stream has ended, or a rule or a person
    /// closes it.
    pub(super) closing: Option<Wording>,
    /// Whether the stream has ended, so that what was received before is still read and answered.
    pub(super) ended: bool,
    pub(super) reading_paused: bool,
    /// Messages that a script is yet to handle.
    pub(super) handed_on: usize,
    pub(super) counters: Counters,
}

/// A message that waits to be sent.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    pub(super) bytes: Bytes,
    pub(super) computed: Vec<ComputedSpan>,
    /// How it was written, if it was.
    pub(super) form: Option<Form>,
    /// Whether it has a line in the log.
    pub(super) logged: bool,
}

impl Peer {
    pub(super) fn new(address: Address, grouper: Grouper) -> Self {
        Self {
            address,
            grouper,
            unread: false,
            held: 0,
            queue: VecDeque::new(),
            queued_bytes: 0,
            in_flight: None,
            closing: None,
            ended: false,
            reading_paused: false,
            handed_on: 0,
            counters: Counters::default(),
        }
    }

    /// Whether a message fits the queue; one alone always does.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        self.is_idle()
            || (self.queued_bytes + bytes <= MAX_QUEUED_BYTES
                && self.queue.len() < MAX_QUEUED_MESSAGES)
    }

    /// Whether plans wait, and no more is read from it.
    pub(super) fn is_behind(&self) -> bool {
        self.queued_bytes > MAX_QUEUED_BYTES / 2 || self.queue.len() > MAX_QUEUED_MESSAGES / 2
    }

    /// Whether all is written.
    pub(super) fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.in_flight.is_none()
    }

    pub(super) fn push(&mut self, outgoing: Outgoing) {
        self.queued_bytes += outgoing.bytes.len();
        self.queue.push_back(outgoing);
    }

    /// Bytes that wait, with those that the host is writing.
    pub(super) fn queued_bytes(&self) -> usize {
        self.queued_bytes
    }

    /// The next message, unless the host is writing one.
    pub(super) fn begin_send(&mut self) -> Option<Outgoing> {
        if self.in_flight.is_some() {
            return None;
        }
        let next = self.queue.pop_front()?;
        self.in_flight = Some(next.bytes.len());
        Some(next)
    }

    /// The host has written a message; returns its length.
    pub(super) fn end_send(&mut self) -> Option<usize> {
        let length = self.in_flight.take()?;
        self.queued_bytes -= length;
        Some(length)
    }
}

/// An end of the setup.
#[derive(Debug)]
pub(super) struct End {
    pub(super) setup: EndSetup,
    /// Whether it was removed; its number stays its own.
    pub(super) removed: bool,
    /// Whether what it receives is logged.
    pub(super) logs_received: bool,
    pub(super) state: EndState,
    pub(super) peers: BTreeMap<PeerId, Peer>,
    /// See [`Command::KeepHalfOpen`](super::Command::KeepHalfOpen).
    pub(super) keeps_half_open: bool,
    /// Attempts to connect in a row that failed.
    pub(super) failures: u32,
    /// When to open it again.
    pub(super) reopen: Option<Duration>,
    /// The number of the next datagram peer.
    pub(super) next_peer: u32,
    pub(super) counters: Counters,
}

impl End {
    pub(super) fn new(setup: EndSetup) -> Self {
        Self {
            setup,
            removed: false,
            logs_received: true,
            state: EndState::Closed,
            peers: BTreeMap::new(),
            keeps_half_open: false,
            failures: 0,
            reopen: None,
            next_peer: 0,
            counters: Counters::default(),
        }
    }

    pub(super) fn new_peer(&self, address: Address) -> Peer {
        // A datagram is a message, whatever the grouping says of streams.
        let datagram = self.setup.transport.is_datagram();
        let grouping = if datagram { &Default::default() } else { &self.setup.grouping };
        Peer::new(address, Grouper::new(grouping))
    }
}
