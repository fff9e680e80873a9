//! Sequence diagrams of sockets on the hosts of a network.

use lab_shared::call::{Family, SocketType};
use lab_shared::network::{
    CableEnd, CableId, CableView, DropReason, Fate, HostName, HostView, Line, NetworkNotice,
    NetworkReport, NetworkView, PacketContent, PacketHead, PacketReport, Way,
};
use lab_shared::wire::{Call, Return};

use super::*;
use lab_shared::call::{CallId, Targets};

const SYN: u8 = 0x02;
const ACK: u8 = 0x10;
const CLIENT: &str = "10.0.0.2";
const SERVER: &str = "10.0.0.1";
const SOCKET: SocketId = SocketId(900);
const CONNECT: CallId = CallId(901);

fn name(name: &str) -> HostName {
    HostName::new(name).unwrap()
}

fn host(called: &str, number: u8) -> HostView {
    HostView {
        name: name(called),
        v4: format!("10.0.0.{number}"),
        v6: format!("fd4c:6162::{number}"),
        enter: String::new(),
        ended: None,
    }
}

fn cable(id: u8, a: CableEnd, b: CableEnd) -> CableView {
    let (forth, back) = (Line::default(), Line::default());
    CableView { id: CableId(id), a, b, forth, back, cut: false }
}

/// A page with these cables between client and server, and a socket on the client.
fn with_cables(cables: Vec<CableView>, kind: SocketType) -> TestLab {
    let mut test = TestLab::begun(Some(Role::Client));
    let hosts = vec![host("server", 1), host("client", 2)];
    let view = NetworkView { hosts, cables, mtu: 1500, published: vec![], code: None, pages: 1 };
    news(&mut test, NetworkNotice::Changed(Box::new(view)));
    let op = Op::Socket { family: Family::Inet, kind, proto: 0 };
    let call =
        Call { id: CallId(900), socket: None, host: Some(name("client")), op, bytes: "".into() };
    let at = test.tick();
    test.told(LabEvent::Issued { call, text: None, at, targets: Targets::new("c") });
    let outcome = Ok(Value::Socket { socket: SOCKET, fileno: 7 });
    let returned = Return { id: CallId(900), entered: at, at, outcome };
    test.told(LabEvent::Relay(Output::Returned(returned), at));
    test
}

fn pair(kind: SocketType) -> TestLab {
    let ends = (CableEnd::Host(name("server")), CableEnd::Host(name("client")));
    with_cables(vec![cable(0, ends.0, ends.1)], kind)
}

fn news(test: &mut TestLab, news: NetworkNotice) {
    let at = test.tick();
    test.told(LabEvent::Relay(Output::Network(NetworkReport { at, news }), at));
}

fn passed(test: &mut TestLab, packets: Vec<PacketReport>) {
    news(test, NetworkNotice::Packets { packets, missed: 0 });
}

fn packet(serial: u64, sent: u64, way: Way, content: PacketContent) -> PacketReport {
    let (client, server) = (Address::inet(CLIENT, 40_000), Address::inet(SERVER, 9999));
    let (source, destination) = if way == Way::Back { (client, server) } else { (server, client) };
    PacketReport {
        serial,
        cable: CableId(0),
        way,
        sent: Micros(sent),
        fate: Fate::Arrives { at: Micros(sent + 20_000) },
        duplicate: false,
        head: PacketHead { source, destination, hops: 64, content },
        length: 60,
        bytes: serial.to_string(),
    }
}

fn tcp(serial: u64, sent: u64, way: Way, flags: u8, sequence: u32, length: u32) -> PacketReport {
    let ports = if way == Way::Back { (40_000, 9999) } else { (9999, 40_000) };
    let mut it = segment(Micros(sent), ports, flags, sequence, length);
    let mut report = packet(serial, sent, way, PacketContent::Udp { length: 0, fragmented: false });
    (it.source, it.destination) = (report.head.source.clone(), report.head.destination.clone());
    report.head.content = PacketContent::Tcp(Box::new(it));
    report
}

fn lost(packet: PacketReport, why: DropReason) -> PacketReport {
    PacketReport { fate: Fate::Lost { at: packet.sent, why }, ..packet }
}

/// The client's socket connects, by the server's name.
fn connects(test: &mut TestLab) {
    let address = Address::inet("server", 9999);
    let op = Op::Connect { address };
    let call = Call { id: CONNECT, socket: Some(SOCKET), host: None, op, bytes: "".into() };
    let at = test.tick();
    test.told(LabEvent::Issued { call, text: None, at, targets: None });
    test.blocks(CONNECT);
}

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
