//! Packets as a file for tcpdump(1) and Wireshark: the classic pcap of draft-ietf-opsawg-pcap, with microseconds.

use std::time::Duration;

use data_encoding::BASE64;

use super::PacketReport;

/// Begins a file whose times have microseconds; written in this byte order it also says which that is.
const MAGIC: u32 = 0xa1b2_c3d4;

/// Version 2.4, the only one there is.
const VERSION: (u16, u16) = (2, 4);

/// LINKTYPE_RAW: packets begin with their IP header, of either version.
const LINK_TYPE: u32 = 101;

/// The file that holds these packets, in their order. The time of each is when it entered its cable, `start` after
/// the Unix epoch. Packets that the cable lost are there as well, since their sender has sent them; pcap has no mark
/// for what became of a packet. A packet that passes a switch is there once for each cable that the reports are of.
///
/// What is not reported of a packet is missing behind its first [`PacketReport::SNAP`] bytes, which readers of the file
/// know by its length. A report whose bytes are no base 64 is left out.
#[must_use]
pub fn pcap<'a>(packets: impl IntoIterator<Item = &'a PacketReport>, start: Duration) -> Vec<u8> {
    let mut file = file_header(u32::try_from(PacketReport::SNAP).unwrap_or(u32::MAX));
    file.extend(packets.into_iter().filter_map(|packet| packet_record(packet, start)).flatten());
    file
}

/// How a file begins. `snap` is the most bytes of a packet that it holds.
#[must_use]
pub fn file_header(snap: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(MAGIC.to_le_bytes());
    header.extend(VERSION.0.to_le_bytes());
    header.extend(VERSION.1.to_le_bytes());
    // Two fields that are always zero.
    header.extend([0; 8]);
    header.extend(snap.to_le_bytes());
    header.extend(LINK_TYPE.to_le_bytes());
    header
}

/// A packet in a file; see [`pcap`]. `None` if its bytes are no base 64.
#[must_use]
pub fn packet_record(packet: &PacketReport, start: Duration) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(packet.bytes.as_bytes()).ok()?;
    let time = start.saturating_add(Duration::from_micros(packet.sent.0));
    record(time, &bytes, packet.length)
}

/// The first `bytes` of a packet of this length, from the IP header on. `time` is since the Unix epoch.
#[must_use]
pub fn record(time: Duration, bytes: &[u8], length: u32) -> Option<Vec<u8>> {
    let captured = u32::try_from(bytes.len()).ok()?;
    // Seconds are counted without sign, until 2106.
    let seconds = u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
    let mut record = Vec::with_capacity(16 + bytes.len());
    for field in [seconds, time.subsec_micros(), captured, length.max(captured)] {
        record.extend(field.to_le_bytes());
    }
    record.extend(bytes);
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Address, Micros};
    use crate::network::{CableId, DropReason, Fate, PacketContent, PacketHead, Way};

    fn report(sent: u64, length: u32, bytes: &[u8]) -> PacketReport {
        let end = || Address::inet("10.0.0.1".to_owned(), 0);
        let content = PacketContent::Icmp { kind: 8, code: 0 };
        PacketReport {
            serial: 1,
            cable: CableId(0),
            way: Way::Forth,
            sent: Micros(sent),
            fate: Fate::Lost { at: Micros(sent), why: DropReason::Loss },
            duplicate: false,
            head: PacketHead { source: end(), destination: end(), hops: 64, content },
            length,
            bytes: BASE64.encode(bytes),
        }
    }

    #[test]
    fn a_file_is_its_header_and_each_packet_with_its_time_and_both_lengths() {
        let damaged = PacketReport { bytes: "?".into(), ..report(0, 1, b"") };
        let packets = [report(1_500_000, 1500, &[0x45, 0, 5, 220]), damaged, report(2, 1, &[0x60])];
        let file = pcap(&packets, Duration::from_secs(1_700_000_000));
        let expected: Vec<u8> = [
            &[
                0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 160, 0, 0, 0, 101, 0,
                0, 0,
            ][..],
            // 1 700 000 001 s and 500 000 µs, 4 of 1500 bytes.
            &[0x01, 0xf1, 0x53, 0x65, 0x20, 0xa1, 7, 0, 4, 0, 0, 0, 0xdc, 5, 0, 0],
            &[0x45, 0, 5, 220],
            &[0x00, 0xf1, 0x53, 0x65, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
            &[0x60],
        ]
        .concat();
        assert_eq!(file, expected);
    }
}
