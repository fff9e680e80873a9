//! Sequence numbers that begin at 0, and windows in bytes: what a segment's own header leaves to
//! the connection's beginning.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;

use lab_shared::call::Micros;
use lab_shared::kernel::{Segment, TcpFlags};
use lab_shared::network::{PacketContent, PacketHead};

use super::dissect::{Content, Headers, SegmentHeaders};
use crate::chat_host::address_of;

/// Directions remembered; the oldest one is forgotten first.
const MAX_DIRECTIONS: usize = 2048;

/// The largest window scale there may be, RFC 7323 §2.3.
const MAX_SCALE: u8 = 14;

/// From whom to whom.
type Ends = (SocketAddr, SocketAddr);

/// The directions of the connections seen so far.
#[derive(Debug, Default)]
pub(crate) struct RelativeSeq {
    directions: HashMap<Ends, Direction>,
    order: VecDeque<Ends>,
}

#[derive(Debug, Clone, Copy)]
struct Direction {
    /// The sequence number that counts as 0.
    base: u32,
    /// The window scale of its SYN, 0 for a SYN without one; `None` where no SYN was seen.
    scale: Option<Scale>,
}

#[derive(Debug, Clone, Copy)]
struct Scale(Option<u8>);

impl RelativeSeq {
    /// The headers of a packet as the protocol has them; a segment is counted from its connection's beginning.
    pub(crate) fn head(&mut self, headers: Headers, at: Micros) -> PacketHead {
        let content = match headers.content {
            Content::Tcp(segment) => PacketContent::Tcp(Box::new(self.segment(*segment, at))),
            Content::Udp { length, fragmented } => PacketContent::Udp { length, fragmented },
            Content::Icmp { kind, code } => PacketContent::Icmp { kind, code },
            Content::Fragment { protocol, offset, length } => {
                PacketContent::Fragment { protocol, offset, length }
            }
            Content::Other { protocol, length } => PacketContent::Other { protocol, length },
        };
        PacketHead {
            source: address_of(headers.source),
            destination: address_of(headers.destination),
            hops: headers.hops,
            content,
        }
    }

    /// The segment, counted from its connection's beginning.
    pub(crate) fn segment(&mut self, headers: SegmentHeaders, at: Micros) -> Segment {
        let there = (headers.source, headers.destination);
        let back = (headers.destination, headers.source);
        let syn = headers.flags.contains(TcpFlags::SYN);
        let own = if syn {
            let scale = Some(Scale(headers.options.window_scale));
            self.put(there, Direction { base: headers.sequence, scale })
        } else {
            self.know(there, headers.sequence)
        };
        let other = if headers.flags.contains(TcpFlags::ACK) {
            Some(self.know(back, headers.acknowledgment))
        } else {
            self.directions.get(&back).copied()
        };
        let relative = |other: Direction| headers.acknowledgment.wrapping_sub(other.base);
        let acknowledges = headers.flags.contains(TcpFlags::ACK);
        Segment {
            at,
            source: address_of(headers.source),
            destination: address_of(headers.destination),
            flags: headers.flags,
            sequence: headers.sequence,
            acknowledgment: headers.acknowledgment,
            relative_sequence: headers.sequence.wrapping_sub(own.base),
            relative_acknowledgment: other.filter(|_| acknowledges).map_or(0, relative),
            window: headers.window,
            window_bytes: window(headers.window, syn, own, other),
            length: headers.length,
            options: headers.options,
        }
    }

    /// A direction that was seen before, or one whose next number is this.
    fn know(&mut self, ends: Ends, next: u32) -> Direction {
        match self.directions.get(&ends) {
            Some(known) => *known,
            None => self.put(ends, Direction { base: next.wrapping_sub(1), scale: None }),
        }
    }

    fn put(&mut self, ends: Ends, direction: Direction) -> Direction {
        if self.directions.insert(ends, direction).is_none() {
            self.order.push_back(ends);
            if self.order.len() > MAX_DIRECTIONS
                && let Some(oldest) = self.order.pop_front()
            {
                self.directions.remove(&oldest);
            }
        }
        direction
    }
}

/// The window in bytes. The scale counts only if both SYNs had one, and never in a SYN itself.
fn window(field: u16, syn: bool, own: Direction, other: Option<Direction>) -> Option<u32> {
    let field = u32::from(field);
    if syn {
        return Some(field);
    }
    let (Scale(own), Scale(other)) = (own.scale?, other?.scale?);
    let shift = own.filter(|_| other.is_some()).unwrap_or(0);
    Some(field << shift.min(MAX_SCALE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::kernel::SegmentOptions;

    fn headers(from: u16, to: u16, flags: u8, numbers: (u32, u32)) -> SegmentHeaders {
        let end = |port| SocketAddr::from(([127, 0, 0, 1], port));
        SegmentHeaders {
            source: end(from),
            destination: end(to),
            flags: TcpFlags(flags),
            sequence: numbers.0,
            acknowledgment: numbers.1,
            window: 512,
            length: 0,
            options: SegmentOptions::default(),
        }
    }

    fn with_scale(headers: SegmentHeaders, shift: u8) -> SegmentHeaders {
        let options = SegmentOptions { window_scale: Some(shift), ..SegmentOptions::default() };
        SegmentHeaders { options, ..headers }
    }

    #[test]
    fn numbers_count_from_the_syn_and_wrap_around() {
        let mut relative_seq = RelativeSeq::default();
        let mut number = |headers| {
            let segment = relative_seq.segment(headers, Micros(0));
            let numbers = (segment.relative_sequence, segment.relative_acknowledgment);
            (numbers, segment.window_bytes)
        };
        let last = u32::MAX;
        assert_eq!(number(with_scale(headers(1, 2, 0x02, (last, 0)), 7)), ((0, 0), Some(512)));
        assert_eq!(number(with_scale(headers(2, 1, 0x12, (500, 0)), 2)), ((0, 1), Some(512)));
        assert_eq!(number(headers(1, 2, 0x10, (0, 501))), ((1, 1), Some(512 << 7)));
        assert_eq!(number(headers(2, 1, 0x18, (501, 4))), ((1, 5), Some(512 << 2)));
        // The same addresses again, with another beginning.
        assert_eq!(number(headers(1, 2, 0x02, (9000, 0))).0, (0, 0));
    }

    #[test]
    fn without_the_syn_the_first_number_seen_is_1_and_the_window_is_not_known() {
        let mut relative_seq = RelativeSeq::default();
        let segment = relative_seq.segment(headers(1, 2, 0x18, (700, 800)), Micros(0));
        assert_eq!((segment.relative_sequence, segment.relative_acknowledgment), (1, 1));
        assert_eq!(segment.window_bytes, None);
        let answer = relative_seq.segment(headers(2, 1, 0x10, (800, 703)), Micros(0));
        assert_eq!((answer.relative_sequence, answer.relative_acknowledgment), (1, 4));
    }

    #[test]
    fn one_scale_alone_is_none() {
        let mut relative_seq = RelativeSeq::default();
        relative_seq.segment(with_scale(headers(1, 2, 0x02, (0, 0)), 7), Micros(0));
        relative_seq.segment(headers(2, 1, 0x12, (0, 1)), Micros(0));
        let segment = relative_seq.segment(headers(1, 2, 0x10, (1, 1)), Micros(0));
        assert_eq!(segment.window_bytes, Some(512));
    }

    #[test]
    fn no_more_directions_are_remembered_than_there_may_be() {
        let mut relative_seq = RelativeSeq::default();
        for port in 0..4000 {
            relative_seq.segment(headers(port, 5000, 0x10, (1, 1)), Micros(0));
        }
        assert_eq!(relative_seq.directions.len(), MAX_DIRECTIONS);
        assert_eq!(relative_seq.order.len(), MAX_DIRECTIONS);
    }
}
