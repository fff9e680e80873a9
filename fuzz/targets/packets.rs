//! No bytes make the reader of packets panic; what it reads comes through the protocol and into a file as it is.
//!
//! An input is a connection: packets, each behind its length in one byte. `seeds/packets` has real ones, as Linux sent
//! them over loopback, and hostile ones.
#![no_main]

// The relay's own files, because the relay with all that it needs would take minutes to instrument.
#[path = "../../relay/src/packet/dissect.rs"]
mod dissect;
#[path = "../../relay/src/packet/relative_seq.rs"]
mod relative_seq;
#[path = "../../relay/src/network/fabric/switch.rs"]
mod switch;

use std::time::Duration;

use data_encoding::BASE64;
use lab_shared::call::Micros;
use lab_shared::network::pcap::pcap;
use lab_shared::network::{
    CableId, Fate, NetworkNotice, NetworkReport, PacketContent, PacketHead, PacketKind,
    PacketReport, Way,
};
use lab_shared::wire::ToPage;
use libfuzzer_sys::fuzz_target;

/// What the relay's files use of its rooms.
mod chat_host {
    use std::net::SocketAddr;

    use lab_shared::call::Address;

    pub(crate) fn address_of(address: SocketAddr) -> Address {
        match address {
            SocketAddr::V4(address) => Address::inet(address.ip().to_string(), address.port()),
            SocketAddr::V6(address) => Address::inet6(address.ip().to_string(), address.port()),
        }
    }
}

/// Bytes of a pcap file before its first packet, and of a packet's own header there.
const FILE_HEADER: usize = 24;
const RECORD_HEADER: usize = 16;

fn packets(mut input: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = input.split_first()?;
        let (packet, rest) = rest.split_at(rest.len().min((*length).into()));
        input = rest;
        Some(packet)
    })
}

fn report(serial: u64, packet: &[u8], head: PacketHead) -> PacketReport {
    PacketReport {
        serial,
        cable: CableId(0),
        way: Way::Forth,
        sent: Micros(serial),
        fate: Fate::Arrives { at: Micros(serial) },
        duplicate: false,
        head,
        length: packet.len().try_into().expect("a packet is short"),
        bytes: BASE64.encode(&packet[..packet.len().min(PacketReport::SNAP)]),
    }
}

fuzz_target!(|input: &[u8]| {
    let mut numbers = relative_seq::RelativeSeq::default();
    let mut reports = Vec::new();
    for (serial, packet) in (1..).zip(packets(input)) {
        let _ = switch::recipient(packet);
        let segment = dissect::segment(packet);
        let Some(headers) = dissect::headers(packet) else {
            assert_eq!(segment, None, "a segment of no packet");
            continue;
        };
        let head = numbers.head(headers, Micros::default());
        if segment.is_some() {
            assert!(matches!(head.content, PacketContent::Tcp(_)), "{head:?}");
        }
        assert!(PacketKind::Any.matches(&head.content));
        // Every packet of TCP, UDP and ICMP is of one kind that a person can have a cable lose.
        let ours =
            !matches!(head.content, PacketContent::Fragment { .. } | PacketContent::Other { .. });
        let kinds = PacketKind::ALL[1..].iter().filter(|kind| kind.matches(&head.content));
        assert!(!ours || kinds.count() > 0 || is_bare(&head.content), "{head:?}");
        reports.push(report(serial, packet, head));
    }

    let file = pcap(&reports, Duration::ZERO);
    let mut rest = &file[FILE_HEADER..];
    for report in &reports {
        let bytes = BASE64.decode(report.bytes.as_bytes()).expect("it was encoded");
        assert_eq!(rest[8..12], u32::try_from(bytes.len()).expect("it is short").to_le_bytes());
        assert_eq!(rest[12..RECORD_HEADER], report.length.to_le_bytes());
        let (record, further) = rest[RECORD_HEADER..].split_at(bytes.len());
        assert_eq!(record, bytes);
        rest = further;
    }
    assert!(rest.is_empty());

    let news = NetworkNotice::Packets { packets: reports, missed: 0 };
    let message = ToPage::Network(NetworkReport { at: Micros(1), news });
    assert_eq!(ToPage::decode(message.encode()).expect("it was a message"), message);
});

/// Whether it is a segment without payload and without any of the bits that tell a kind, which no stack sends.
fn is_bare(content: &PacketContent) -> bool {
    use lab_shared::kernel::TcpFlags;
    let bits = [TcpFlags::SYN, TcpFlags::ACK, TcpFlags::FIN, TcpFlags::RST];
    matches!(content, PacketContent::Tcp(segment)
        if segment.length == 0 && !bits.iter().any(|bit| segment.flags.contains(*bit)))
}
