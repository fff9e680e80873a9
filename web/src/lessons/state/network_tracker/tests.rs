//! The tracker, fed with reports on packets.

use super::*;
use lab_shared::network::{CableView, DropReason, HostView, Line, PacketContent, PacketHead, Way};

use crate::testing::test_segment::segment;

struct Lesson {
    tracker: NetworkTracker,
    view: NetworkView,
    packets: Vec<PacketReport>,
}

fn view() -> NetworkView {
    let host = |name: HostName| HostView {
        name,
        v4: String::new(),
        v6: String::new(),
        enter: String::new(),
        ended: None,
    };
    let cable = CableView {
        id: CableId(0),
        a: CableEnd::Host(HostName::server()),
        b: CableEnd::Host(HostName::client()),
        forth: Line::default(),
        back: Line::default(),
        cut: false,
    };
    NetworkView {
        hosts: vec![host(HostName::server()), host(HostName::client())],
        cables: vec![cable],
        mtu: 1500,
        published: vec![],
        code: None,
        pages: 1,
    }
}

fn lesson(patterns: &[&str]) -> Lesson {
    let patterns = patterns.iter().map(|text| text.parse().expect("it is a pattern")).collect();
    let view = view();
    let tracker = NetworkTracker::new(std::iter::once(patterns), Some(&view), None);
    Lesson { tracker, view, packets: vec![] }
}

impl Lesson {
    /// The client sends a segment at this many milliseconds.
    fn sends(&mut self, flags: TcpFlags, sequence: u32, length: u32, millis: u64, lost: bool) {
        let sent = Micros(millis * 1_000);
        let (source, destination) =
            (Address::inet("10.0.0.2", 40_000), Address::inet("10.0.0.1", 9999));
        let ends = (source.clone(), destination.clone());
        let segment = segment(sent, ends, flags, sequence, length);
        let fate = if lost {
            Fate::Lost { at: sent, why: DropReason::Armed }
        } else {
            Fate::Arrives { at: sent }
        };
        self.packets.push(PacketReport {
            serial: self.packets.len() as u64 + 1,
            cable: CableId(0),
            way: Way::Back,
            sent,
            fate,
            duplicate: false,
            head: PacketHead {
                source,
                destination,
                hops: 64,
                content: PacketContent::Tcp(Box::new(segment)),
            },
            length: length + 40,
            bytes: String::new(),
        });
    }

    fn done(&mut self) -> bool {
        self.tracker.follow(Some(&self.view), self.packets.iter());
        self.tracker.is_done(0)
    }
}

#[test]
fn a_lost_segment_is_sent_again_after_a_while() {
    let mut lesson = lesson(&["client packet SYN lost", "client packet SYN again after 0.8..2"]);
    assert!(!lesson.done());
    lesson.sends(TcpFlags::SYN, 7, 0, 100, true);
    lesson.sends(TcpFlags::SYN, 9, 0, 1_000, false);
    assert!(!lesson.done(), "another SYN is not the same again");
    lesson.sends(TcpFlags::SYN, 7, 0, 1_100, false);
    assert!(lesson.done());
}

#[test]
fn how_long_it_took_and_how_often_matter() {
    let mut soon = lesson(&["client packet data again after 0.1..0.5 x2"]);
    for millis in [0, 50, 350] {
        soon.sends(TcpFlags::ACK, 1, 100, millis, false);
    }
    assert!(!soon.done(), "50 ms is too soon, so only one counts");
    soon.sends(TcpFlags::ACK, 1, 100, 750, false);
    assert!(soon.done());
}

#[test]
fn a_packet_counts_for_its_host_its_kind_and_its_fate_once() {
    let mut both = lesson(&["client packet data lost", "client packet data lost"]);
    both.sends(TcpFlags::ACK, 1, 0, 0, true);
    both.sends(TcpFlags::ACK, 1, 10, 0, false);
    both.sends(TcpFlags::ACK, 11, 10, 0, true);
    assert!(!both.done());
    assert!(!both.done(), "what was looked at does not count again");
    both.sends(TcpFlags::ACK, 21, 10, 0, true);
    assert!(both.done());
    let mut server = lesson(&["server packet any sent"]);
    server.sends(TcpFlags::SYN, 1, 0, 0, false);
    assert!(!server.done());
    assert!(lesson(&[]).done(), "without patterns there is nothing to wait for");
}

#[test]
fn a_cable_is_cut_and_mended() {
    let mut lesson = lesson(&["any cable cut", "any cable mended"]);
    assert!(!lesson.done());
    lesson.view.cables[0].cut = true;
    assert!(!lesson.done());
    lesson.view.cables[0].cut = false;
    assert!(lesson.done());
}

#[test]
fn in_a_new_network_the_numbers_begin_again() {
    let mut lesson = lesson(&["client packet SYN sent x3"]);
    lesson.sends(TcpFlags::SYN, 1, 0, 0, false);
    lesson.sends(TcpFlags::SYN, 2, 0, 0, false);
    assert!(!lesson.done());
    lesson.packets.clear();
    lesson.sends(TcpFlags::SYN, 3, 0, 0, false);
    assert!(lesson.done());
}
