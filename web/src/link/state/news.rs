//! The relay's reports on watched sockets, with their times on the page's clock.

use std::rc::Rc;

use lab_shared::call::{Micros, SocketId};
use lab_shared::kernel::{KernelFacts, Segment, WatchEnd};
use lab_shared::network::{Fate, NetworkNotice, NetworkReport, PacketReport};
use lab_shared::wire::Event;

use crate::kit::state::clock::RelayClock;

/// One report.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The kernel's facts about a socket have changed.
    Facts {
        /// Which socket.
        socket: SocketId,
        /// When the kernel was asked.
        at: Micros,
        /// What it reported.
        facts: Rc<KernelFacts>,
    },
    /// Segments of watched sockets, in the kernel's order.
    Segments {
        /// The segments.
        segments: Vec<Segment>,
        /// Segments left out before these.
        missed: u64,
    },
    /// The relay's watch of a socket has ended.
    Unwatched {
        /// Which socket.
        socket: SocketId,
        /// When.
        at: Micros,
        /// Why.
        why: WatchEnd,
    },
    /// Nothing is watched any more: no view of the kernel is open, or the relay is lost.
    Resting,
}

impl News {
    /// The report in a message of the relay, if it is one.
    #[must_use]
    pub fn of(event: Event, clock: &RelayClock) -> Option<Self> {
        Some(match event {
            Event::Kernel { socket, at, facts } => {
                Self::Facts { socket, at: clock.on_page(at), facts: facts.into() }
            }
            Event::Segments { mut segments, missed } => {
                for segment in &mut segments {
                    segment.at = clock.on_page(segment.at);
                }
                Self::Segments { segments, missed }
            }
            Event::Unwatched { socket, at, why } => {
                Self::Unwatched { socket, at: clock.on_page(at), why }
            }
            Event::Blocked { .. } | Event::Addresses { .. } => return None,
        })
    }
}

/// A report on the page's network, with its times and those of its packets on the page's clock.
pub(super) fn of_network(report: NetworkReport, clock: &RelayClock) -> NetworkReport {
    let news = match report.news {
        NetworkNotice::Packets { packets, missed } => {
            let packets = packets.into_iter().map(|packet| of_packet(packet, clock)).collect();
            NetworkNotice::Packets { packets, missed }
        }
        other => other,
    };
    NetworkReport { at: clock.on_page(report.at), news }
}

fn of_packet(packet: PacketReport, clock: &RelayClock) -> PacketReport {
    let fate = match packet.fate {
        Fate::Arrives { at } => Fate::Arrives { at: clock.on_page(at) },
        Fate::Lost { at, why } => Fate::Lost { at: clock.on_page(at), why },
    };
    PacketReport { sent: clock.on_page(packet.sent), fate, ..packet }
}
