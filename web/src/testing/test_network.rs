//! A page's network for tests, whose cables do what the test decides.

use lab_shared::call::{Address, CallId, Family, Micros, Op, SocketId, SocketType, Value};
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{
    CableEnd, CableId, CableView, DropReason, Fate, HostName, HostView, Line, NetworkNotice,
    NetworkReport, NetworkView, PacketContent, PacketHead, PacketReport, Way,
};
use lab_shared::trace::Role;

use super::test_lab::TestLab;
use super::test_segment::segment;
use crate::lab::state::LabEvent;
use crate::link::state::Output;

pub(crate) const SYN: u8 = 0x02;
pub(crate) const ACK: u8 = 0x10;
pub(crate) const CLIENT: &str = "10.0.0.2";
const SERVER: &str = "10.0.0.1";
pub(crate) const SOCKET: SocketId = SocketId(900);

pub(crate) fn name(name: &str) -> HostName {
    HostName::new(name).unwrap()
}

fn host(called: &str, number: u8) -> HostView {
    HostView {
        name: name(called),
        v4: format!("10.0.0.{number}"),
        v6: format!("fd4c:6162::{number}"),
        enter: format!("socket-lab enter {called}@1"),
        ended: None,
    }
}

pub(crate) fn cable(id: u8, a: CableEnd, b: CableEnd) -> CableView {
    let (forth, back) = (Line::default(), Line::default());
    CableView { id: CableId(id), a, b, forth, back, cut: false }
}

/// A page with these cables between client and server, and a socket on the client.
pub(crate) fn with_cables(cables: Vec<CableView>, kind: SocketType) -> TestLab {
    let mut test = TestLab::begun(Some(Role::Client));
    let hosts = vec![host("server", 1), host("client", 2)];
    let view = NetworkView { hosts, cables, mtu: 1500, published: vec![], code: None, pages: 1 };
    news(&mut test, NetworkNotice::Changed(Box::new(view)));
    let op = Op::Socket { family: Family::Inet, kind, proto: 0 };
    let call = test.make_on(name("client"), op);
    test.returns(call, Ok(Value::Socket { socket: SOCKET, fileno: 7 }));
    test
}

pub(crate) fn pair(kind: SocketType) -> TestLab {
    let ends = (CableEnd::Host(name("server")), CableEnd::Host(name("client")));
    with_cables(vec![cable(0, ends.0, ends.1)], kind)
}

fn news(test: &mut TestLab, news: NetworkNotice) {
    let at = test.tick();
    test.told(LabEvent::Relay(Output::Network(NetworkReport { at, news }), at));
}

pub(crate) fn passed(test: &mut TestLab, packets: Vec<PacketReport>) {
    news(test, NetworkNotice::Packets { packets, missed: 0 });
}

pub(crate) fn packet(serial: u64, sent: u64, way: Way, content: PacketContent) -> PacketReport {
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

/// A segment; the client sends `Way::Back`.
pub(crate) fn tcp(
    serial: u64,
    sent: u64,
    way: Way,
    flags: u8,
    sequence: u32,
    length: u32,
) -> PacketReport {
    let none = PacketContent::Udp { length: 0, fragmented: false };
    let mut report = packet(serial, sent, way, none);
    let ends = (report.head.source.clone(), report.head.destination.clone());
    let segment = segment(report.sent, ends, TcpFlags(flags), sequence, length);
    report.head.content = PacketContent::Tcp(Box::new(segment));
    report
}

pub(crate) fn lost(packet: PacketReport, why: DropReason) -> PacketReport {
    PacketReport { fate: Fate::Lost { at: packet.sent, why }, ..packet }
}

/// The client's socket connects, by the server's name.
pub(crate) fn connects(test: &mut TestLab) -> CallId {
    let address = Address::inet("server", 9999);
    let call = test.issue_on(SOCKET, Op::Connect { address }, b"");
    test.blocks(call);
    call
}
