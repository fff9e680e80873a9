//! Tells segments that were sent again.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use lab_shared::kernel::TcpFlags;
use lab_shared::network::PacketReport;

/// Most segments remembered. Beyond that all are forgotten: what is sent again follows soon.
const MAX_SEEN: usize = 20_000;

/// What was sent so far, in the order in which it was sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Repeats {
    /// Hashes of what a segment shares with one that was sent before.
    seen: HashSet<u64>,
}

impl Repeats {
    /// Whether the packet carries what an earlier one of the same sender carried, on the same cable. The second
    /// copy that a cable makes was not sent again.
    pub(super) fn is_again(&mut self, packet: &PacketReport) -> bool {
        let Some(segment) = packet.segment() else { return false };
        let control = segment.flags.0 & (TcpFlags::SYN.0 | TcpFlags::FIN.0);
        if packet.duplicate || (segment.length == 0 && control == 0) {
            return false;
        }
        if self.seen.len() >= MAX_SEEN {
            self.seen.clear();
        }
        let mut hasher = DefaultHasher::new();
        let (head, sequence) = (&packet.head, segment.sequence);
        (packet.cable, packet.way, &head.source, &head.destination).hash(&mut hasher);
        (control, sequence, segment.length).hash(&mut hasher);
        !self.seen.insert(hasher.finish())
    }
}
