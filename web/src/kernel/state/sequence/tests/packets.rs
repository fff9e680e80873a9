//! Sequence diagrams of sockets on the hosts of a network.

use lab_shared::call::SocketType;
use lab_shared::network::{
    CableEnd, CableId, DropReason, Fate, PacketContent, PacketHead, PacketReport, Way,
};

use super::*;
use crate::testing::test_network::{
    ACK, CLIENT, SOCKET, SYN, cable, connects, lost, name, packet, pair, passed, tcp, with_cables,
};

fn drawn(sequence: &Sequence) -> Vec<&Arrow> {
    let items = sequence.items.iter().filter_map(|item| match item {
        Item::Arrow(arrow) => Some(arrow),
        Item::Bar(_) => None,
    });
    items.collect()
}

#[test]
fn a_lost_syn_ends_in_a_cross_and_the_next_one_says_how_long_it_waited() {
    let mut test = pair(SocketType::Stream);
    connects(&mut test);
    let first = lost(tcp(1, 10_000, Way::Back, SYN, 500, 0), DropReason::Armed);
    let again = tcp(2, 1_010_000, Way::Back, SYN, 500, 0);
    let answer = tcp(3, 1_031_000, Way::Forth, SYN | ACK, 70, 0);
    passed(&mut test, vec![first, again, answer]);
    let sequence = Sequence::of(&test.lab, SOCKET);
    assert!(sequence.on_cable && !sequence.derived);
    assert_eq!(arrows(&sequence), [">SYN", ">SYN again", "<SYN ACK"]);
    let drawn = drawn(&sequence);
    let travel = |at: usize| drawn[at].travel.clone().unwrap();
    assert_eq!(travel(0).lost, Some(DropReason::Armed));
    assert_eq!(travel(0).row, drawn[0].row, "it was lost where it began");
    assert_eq!(travel(1).waited, Some(Micros(1_000_000)));
    assert_eq!((travel(1).lost, travel(1).time), (None, Micros(20_000)));
    assert!(travel(1).row > drawn[1].row, "it falls while it travels");
    assert_eq!(sequence.rows[travel(1).row], Micros(1_030_000));
}

#[test]
fn packets_that_overtake_each_other_cross_and_a_copy_is_no_retransmission() {
    let mut test = pair(SocketType::Stream);
    connects(&mut test);
    let slow = tcp(1, 10_000, Way::Back, ACK, 1, 10);
    let quick = tcp(2, 11_000, Way::Back, ACK, 11, 10);
    let quick = PacketReport { fate: Fate::Arrives { at: Micros(11_050) }, ..quick };
    let copy = PacketReport { duplicate: true, ..tcp(3, 11_000, Way::Back, ACK, 11, 10) };
    passed(&mut test, vec![slow, quick, copy]);
    let sequence = Sequence::of(&test.lab, SOCKET);
    assert_eq!(arrows(&sequence), [">ACK 1-10", ">ACK 11-20", ">ACK 11-20"]);
    let drawn = drawn(&sequence);
    assert!(drawn[0].row < drawn[1].row && drawn[0].last_row() > drawn[1].last_row());
    assert!(drawn[2].travel.as_ref().unwrap().copy && !drawn[2].again);
}

#[test]
fn a_packet_over_the_switch_is_one_arrow_from_host_to_host() {
    let to_switch = |id, host: &str| cable(id, CableEnd::Host(name(host)), CableEnd::Switch);
    let cables = vec![to_switch(0, "server"), to_switch(1, "client")];
    let mut test = with_cables(cables, SocketType::Stream);
    connects(&mut test);
    let up = |serial, sent| PacketReport {
        cable: CableId(1),
        way: Way::Forth,
        bytes: "syn".into(),
        ..tcp(serial, sent, Way::Back, SYN, 500, 0)
    };
    let down =
        |serial, sent| PacketReport { cable: CableId(0), way: Way::Back, ..up(serial, sent) };
    passed(
        &mut test,
        vec![
            up(1, 10_000),
            lost(down(2, 30_000), DropReason::QueueFull),
            up(3, 1_010_000),
            down(4, 1_030_000),
        ],
    );
    let sequence = Sequence::of(&test.lab, SOCKET);
    assert_eq!(arrows(&sequence), [">SYN", ">SYN again"]);
    let travel = |at: usize| drawn(&sequence)[at].travel.clone().unwrap();
    assert_eq!((travel(0).lost, travel(0).time), (Some(DropReason::QueueFull), Micros(20_000)));
    assert_eq!(travel(1).time, Micros(40_000));
}

#[test]
fn datagrams_have_their_fragments_and_the_error_that_answers_them() {
    let mut test = pair(SocketType::Dgram);
    let local = Some(Address::inet("0.0.0.0", 40_000));
    let news = Output::Addresses { socket: SOCKET, local, peer: None, loopback_only: false };
    test.told(LabEvent::Relay(news, Micros(1)));
    let portless = |packet: PacketReport| {
        let bare = |address: &Address| match address {
            Address::Inet { host, .. } => Address::inet(host.clone(), 0),
            other => other.clone(),
        };
        let (source, destination) = (bare(&packet.head.source), bare(&packet.head.destination));
        let head = PacketHead { source, destination, ..packet.head };
        PacketReport { head, ..packet }
    };
    let datagram = PacketContent::Udp { length: 2000, fragmented: true };
    let fragment = PacketContent::Fragment { protocol: 17, offset: 1480, length: 528 };
    let unreachable = PacketContent::Icmp { kind: 3, code: 3 };
    let ping = PacketContent::Icmp { kind: 8, code: 0 };
    passed(
        &mut test,
        vec![
            packet(1, 10_000, Way::Back, datagram),
            portless(packet(2, 10_010, Way::Back, fragment)),
            portless(packet(3, 31_000, Way::Forth, ping)),
            portless(packet(4, 32_000, Way::Forth, unreachable)),
            tcp(5, 33_000, Way::Forth, ACK, 1, 0),
        ],
    );
    let sequence = Sequence::of(&test.lab, SOCKET);
    let others: Vec<_> = drawn(&sequence).iter().map(|it| (it.from, it.other.unwrap())).collect();
    assert_eq!(
        others,
        [
            (Side::Own, OtherPacket::Datagram { length: 2000, fragmented: true }),
            (Side::Own, OtherPacket::Fragment { offset: 1480, length: 528 }),
            (Side::Peer, OtherPacket::Icmp(IcmpError::PortUnreachable)),
        ]
    );
}

#[test]
fn a_connection_within_one_host_passes_no_cable() {
    let mut test = pair(SocketType::Stream);
    let (local, peer) = (Address::inet(CLIENT, 40_000), Address::inet(CLIENT, 9999));
    let news = Output::Addresses {
        socket: SOCKET,
        local: Some(local),
        peer: Some(peer),
        loopback_only: false,
    };
    test.told(LabEvent::Relay(news, Micros(1)));
    assert!(!Sequence::of(&test.lab, SOCKET).on_cable);
}
