//! Turns packets into reports, as far as there is room for them.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use data_encoding::BASE64;
use lab_shared::call::Micros;
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{CableId, PacketHead, PacketKind, PacketReport, Way};

use super::reports::{Outcome, Reports, Sighting, Track};
use crate::packet::{RelativeSeq, headers};

/// Sees every packet of a network.
#[derive(Debug)]
pub(super) struct Observer {
    reports: Arc<Reports>,
    relative_seq: RelativeSeq,
    /// Packets counted so far.
    serial: u64,
}

impl Observer {
    pub(super) fn new(reports: Arc<Reports>) -> Self {
        Self { reports, relative_seq: RelativeSeq::default(), serial: 0 }
    }

    /// A packet that enters a cable.
    pub(super) fn track(
        &mut self,
        sent: Duration,
        (cable, way): (CableId, Way),
        duplicate: bool,
    ) -> Track {
        self.serial += 1;
        self.reports.traffic().entered.fetch_add(1, Ordering::Relaxed);
        Track { serial: self.serial, cable, way, sent, duplicate }
    }

    /// Whether a packet is of a kind.
    pub(super) fn is(&mut self, kind: PacketKind, packet: &[u8]) -> bool {
        self.head(packet).is_some_and(|head| kind.matches(&head.content))
    }

    /// Reports what becomes of a packet, or changes an earlier report on it.
    pub(super) fn report(&mut self, now: Duration, track: Track, outcome: Outcome, packet: &[u8]) {
        if matches!(outcome, Outcome::Lost(..)) {
            self.reports.traffic().lost.fetch_add(1, Ordering::Relaxed);
        }
        let flags = tcp_flags(packet);
        let has = |flag: TcpFlags| flags.is_some_and(|flags| flags.contains(flag));
        let opens = has(TcpFlags::SYN);
        let telling = opens
            || has(TcpFlags::FIN)
            || has(TcpFlags::RST)
            || matches!(outcome, Outcome::Lost(..));
        if self.reports.has_room(now, telling) {
            let Some(head) = self.head(packet) else { return };
            let length = u32::try_from(packet.len()).unwrap_or(u32::MAX);
            let bytes = BASE64.encode(&packet[..packet.len().min(PacketReport::SNAP)]);
            self.reports.push(Sighting { track, outcome, head, length, bytes });
        } else if opens {
            // Later segments of the connection count from it.
            self.head(packet);
        }
    }

    fn head(&mut self, packet: &[u8]) -> Option<PacketHead> {
        Some(self.relative_seq.head(headers(packet)?, Micros::default()))
    }

    /// Wakes the pages that have something new to read.
    pub(super) fn notify(&self) {
        self.reports.notify();
    }
}

/// The control bits of a segment, read without the rest of its headers.
fn tcp_flags(packet: &[u8]) -> Option<TcpFlags> {
    const TCP: u8 = 6;
    let (protocol, header) = match packet.first()? {
        first if first >> 4 == 4 => (packet.get(9)?, usize::from(first & 0xf) * 4),
        first if first >> 4 == 6 => (packet.get(6)?, 40),
        _ => return None,
    };
    if *protocol == TCP { packet.get(header + 13).copied().map(TcpFlags) } else { None }
}
