//! The pane's model, without a browser.

mod desk;
mod label;
mod motion;
mod scene;

use lab_shared::call::{Address, Micros};
use lab_shared::kernel::{Segment, TcpFlags};
use lab_shared::network::{
    CableEnd, CableId, CableView, DropReason, Fate, HostName, HostView, Line, NetworkView,
    PacketContent, PacketHead, PacketReport, Way,
};

use crate::testing::test_segment;

/// A segment from the client to the server of a pair, sent at this moment and there after so long.
fn segment(serial: u64, sent: u64, travel: u64, flags: TcpFlags, length: u32) -> PacketReport {
    let (source, destination) =
        (Address::inet("10.0.0.2", 40_000), Address::inet("10.0.0.1", 9999));
    let ends = (source.clone(), destination.clone());
    let segment = Segment {
        sequence: 1000,
        window: 64_240,
        ..test_segment::segment(Micros(sent), ends, flags, 0, length)
    };
    PacketReport {
        serial,
        cable: CableId(0),
        way: Way::Back,
        sent: Micros(sent),
        fate: Fate::Arrives { at: Micros(sent + travel) },
        duplicate: false,
        head: PacketHead {
            source,
            destination,
            hops: 64,
            content: PacketContent::Tcp(Box::new(segment)),
        },
        length: 40 + length,
        bytes: String::new(),
    }
}

/// The same, lost.
fn lost(packet: PacketReport, why: DropReason) -> PacketReport {
    let at = packet.ended();
    PacketReport { fate: Fate::Lost { at, why }, ..packet }
}

/// The same the other way.
fn back(packet: PacketReport) -> PacketReport {
    PacketReport { way: packet.way.opposite(), ..packet }
}

/// A network of hosts with these names: a pair on a cable, or hosts around a switch.
fn network(names: &[&str]) -> NetworkView {
    let name = |name: &str| HostName::new(name).expect("it is a name");
    let host = |(at, of): (usize, &&str)| HostView {
        name: name(of),
        v4: format!("10.0.0.{}", at + 1),
        v6: format!("fd4c:6162::{:x}", at + 1),
        enter: format!("socket-lab enter {of}"),
        ended: None,
    };
    let cable = |id: usize, a: CableEnd, b: CableEnd| CableView {
        id: CableId(u8::try_from(id).expect("few cables")),
        a,
        b,
        forth: Line::default(),
        back: Line::default(),
        cut: false,
    };
    let end = |of: &str| CableEnd::Host(name(of));
    let cables = match names {
        [a, b] => vec![cable(0, end(a), end(b))],
        _ => {
            names.iter().enumerate().map(|(id, of)| cable(id, end(of), CableEnd::Switch)).collect()
        }
    };
    NetworkView {
        hosts: names.iter().enumerate().map(host).collect(),
        cables,
        mtu: 1500,
        published: vec![],
        code: None,
        pages: 1,
    }
}
