//! The packets of a recording as a file that tcpdump and Wireshark open: the classic pcap format
//! (draft-ietf-opsawg-pcap), link type RAW.
//!
//! What passed the cables of a network is there as it was, up to the first bytes that the relay reports. Of captured
//! segments the relay reports headers without payload, so each packet is truncated after its headers and states its
//! original length. Fields that a segment does not have, such as TTL and the data's checksum, are made up or 0.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use lab_shared::call::{Address, Micros};
use lab_shared::kernel::{Segment, SegmentOptions};
use lab_shared::network::pcap::{file_header, packet_record, record};

use crate::lab::state::Lab;

/// Most bytes of a packet in a file: any packet.
const SNAPLEN: u32 = 65_535;

const TCP: u8 = 6;
const TTL: u8 = 64;
const TCP_HEADER: usize = 20;

/// The file, in the order of time. `epoch` is the lab's clock at 0, in microseconds since 1970.
#[must_use]
pub(crate) fn capture_file(lab: &Lab, epoch: u64) -> Vec<u8> {
    let start = Duration::from_micros(epoch);
    // No segment of a host is among the captured ones: they are those of the relay's machine.
    let captured = lab.kernel.segments().filter_map(|segment| captured(segment, start));
    let passed = lab.network.all_packets();
    let passed = passed.filter_map(|packet| Some((packet.sent, packet_record(packet, start)?)));
    let mut records: Vec<(Micros, Vec<u8>)> = captured.chain(passed).collect();
    records.sort_by_key(|(at, _)| *at);
    let mut file = file_header(SNAPLEN);
    file.extend(records.into_iter().flat_map(|(_, record)| record));
    file
}

/// Whether the lab has a packet for the file.
pub(crate) fn has_packets(lab: &Lab) -> bool {
    lab.kernel.segments().next().is_some() || lab.network.all_packets().next().is_some()
}

/// When a segment was captured, and its packet.
fn captured(segment: &Segment, start: Duration) -> Option<(Micros, Vec<u8>)> {
    let headers = headers(segment)?;
    let time = start.saturating_add(Duration::from_micros(segment.at.0));
    // At most 100 bytes.
    let length = (headers.len() as u32).saturating_add(segment.length);
    Some((segment.at, record(time, &headers, length)?))
}

/// The IP and TCP headers; `None` unless the addresses are IP addresses.
fn headers(segment: &Segment) -> Option<Vec<u8>> {
    let tcp = tcp_header(segment)?;
    let behind = segment.length.saturating_add(tcp.len() as u32);
    let mut packet = match (&segment.source, &segment.destination) {
        (Address::Inet { host: from, .. }, Address::Inet { host: to, .. }) => {
            ipv4_header(from.parse().ok()?, to.parse().ok()?, behind)
        }
        (Address::Inet6 { host: from, .. }, Address::Inet6 { host: to, .. }) => {
            ipv6_header(from.parse().ok()?, to.parse().ok()?, behind)
        }
        _ => return None,
    };
    packet.extend(tcp);
    Some(packet)
}

/// RFC 791. A length of more than 16 bits is written as 0, as the kernel itself does on loopback.
fn ipv4_header(from: Ipv4Addr, to: Ipv4Addr, behind: u32) -> Vec<u8> {
    let length = u16::try_from(behind.saturating_add(20)).unwrap_or(0).to_be_bytes();
    let mut header = vec![0x45, 0, length[0], length[1], 0, 0, 0x40, 0, TTL, TCP, 0, 0];
    header.extend(from.octets());
    header.extend(to.octets());
    let sum = checksum(&header).to_be_bytes();
    header[10..12].copy_from_slice(&sum);
    header
}

/// RFC 8200.
fn ipv6_header(from: Ipv6Addr, to: Ipv6Addr, behind: u32) -> Vec<u8> {
    let length = u16::try_from(behind).unwrap_or(0).to_be_bytes();
    let mut header = vec![0x60, 0, 0, 0, length[0], length[1], TCP, TTL];
    header.extend(from.octets());
    header.extend(to.octets());
    header
}

/// RFC 1071.
fn checksum(header: &[u8]) -> u16 {
    let words = header.chunks(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])));
    let sum: u32 = words.sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) + (folded >> 16)) as u16
}

/// RFC 9293 section 3.1.
fn tcp_header(segment: &Segment) -> Option<Vec<u8>> {
    let port = |address: &Address| u16::try_from(address.port()?).ok();
    let options = options(&segment.options);
    let words = (TCP_HEADER + options.len()) / 4;
    let mut header = Vec::with_capacity(words * 4);
    header.extend(port(&segment.source)?.to_be_bytes());
    header.extend(port(&segment.destination)?.to_be_bytes());
    header.extend(segment.sequence.to_be_bytes());
    header.extend(segment.acknowledgment.to_be_bytes());
    header.extend([(words as u8) << 4, segment.flags.0]);
    header.extend(segment.window.to_be_bytes());
    // The relay does not report checksum and urgent pointer.
    header.extend([0; 4]);
    header.extend(options);
    Some(header)
}

/// The options, padded with no-operations to whole words; at most 40 bytes.
fn options(of: &SegmentOptions) -> Vec<u8> {
    let mut options = Vec::new();
    if let Some(mss) = of.mss {
        options.extend([2, 4]);
        options.extend(mss.to_be_bytes());
    }
    if let Some(scale) = of.window_scale {
        options.extend([3, 3, scale]);
    }
    if of.sack_permitted {
        options.extend([4, 2]);
    }
    if let Some(times) = of.timestamps {
        options.extend([8, 10]);
        options.extend(times.into_iter().flat_map(u32::to_be_bytes));
    }
    let room = (40 - options.len()).saturating_sub(2) / 8;
    let blocks = &of.sack[..of.sack.len().min(room)];
    if !blocks.is_empty() {
        options.extend([5, 2 + 8 * blocks.len() as u8]);
        options.extend(blocks.iter().flatten().flat_map(|edge| edge.to_be_bytes()));
    }
    options.resize(options.len().next_multiple_of(4), 1);
    options
}
