//! A packet's headers as values.

use std::net::{IpAddr, SocketAddr};

use etherparse::{IpNumber, Ipv4HeaderSlice, Ipv6HeaderSlice, TcpHeaderSlice, TcpOptionElement};
use lab_shared::kernel::{SegmentOptions, TcpFlags};

/// The offset of the control bits in a TCP header.
const FLAGS: usize = 13;

/// The TCP segment that a packet's headers describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SegmentHeaders {
    pub(super) source: SocketAddr,
    pub(super) destination: SocketAddr,
    pub(super) flags: TcpFlags,
    pub(super) sequence: u32,
    pub(super) acknowledgment: u32,
    pub(super) window: u16,
    /// Bytes of payload, which need not be there.
    pub(super) length: u32,
    pub(super) options: SegmentOptions,
}

/// The segment in a packet that begins with its IP header; `None` for anything else, and for one so
/// large that its header cannot tell its length.
pub(super) fn dissect(packet: &[u8]) -> Option<SegmentHeaders> {
    let (source, destination, header, total) = match packet.first()? >> 4 {
        4 => {
            let ip = Ipv4HeaderSlice::from_slice(packet).ok()?;
            let tcp = ip.protocol() == IpNumber::TCP && ip.fragments_offset().value() == 0;
            let ends = (IpAddr::V4(ip.source_addr()), IpAddr::V4(ip.destination_addr()));
            let header = ip.slice().len();
            tcp.then_some((ends.0, ends.1, header, usize::from(ip.total_len())))?
        }
        6 => {
            let ip = Ipv6HeaderSlice::from_slice(packet).ok()?;
            let tcp = ip.next_header() == IpNumber::TCP && ip.payload_length() > 0;
            let ends = (IpAddr::V6(ip.source_addr()), IpAddr::V6(ip.destination_addr()));
            let header = ip.slice().len();
            tcp.then_some((ends.0, ends.1, header, header + usize::from(ip.payload_length())))?
        }
        _ => return None,
    };
    let tcp = TcpHeaderSlice::from_slice(packet.get(header..)?).ok()?;
    let length = total.checked_sub(header + tcp.slice().len())?;
    Some(SegmentHeaders {
        source: SocketAddr::new(source, tcp.source_port()),
        destination: SocketAddr::new(destination, tcp.destination_port()),
        flags: TcpFlags(tcp.slice()[FLAGS]),
        sequence: tcp.sequence_number(),
        acknowledgment: tcp.acknowledgment_number(),
        window: tcp.window_size(),
        length: u32::try_from(length).ok()?,
        options: options(&tcp),
    })
}

/// Options before the first malformed one count.
fn options(tcp: &TcpHeaderSlice<'_>) -> SegmentOptions {
    let mut options = SegmentOptions::default();
    for option in tcp.options_iterator().map_while(Result::ok) {
        match option {
            TcpOptionElement::Noop => {}
            TcpOptionElement::MaximumSegmentSize(bytes) => options.mss = Some(bytes),
            TcpOptionElement::WindowScale(shift) => options.window_scale = Some(shift),
            TcpOptionElement::SelectiveAcknowledgementPermitted => options.sack_permitted = true,
            TcpOptionElement::SelectiveAcknowledgement(first, more) => {
                let blocks = std::iter::once(first).chain(more.into_iter().flatten());
                options.sack = blocks.map(|(start, end)| [start, end]).collect();
            }
            TcpOptionElement::Timestamp(value, echo) => options.timestamps = Some([value, echo]),
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::PacketBuilder;

    fn packet(builder: etherparse::PacketBuilderStep<etherparse::IpHeaders>) -> Vec<u8> {
        let options = [
            TcpOptionElement::MaximumSegmentSize(65495),
            TcpOptionElement::SelectiveAcknowledgementPermitted,
            TcpOptionElement::Timestamp(7, 8),
            TcpOptionElement::WindowScale(7),
        ];
        let tcp = builder.tcp(4000, 5000, 1000, 512).syn().ack(77);
        let tcp = tcp.options(&options).unwrap();
        let mut packet = Vec::new();
        tcp.write(&mut packet, b"payload").unwrap();
        packet
    }

    #[test]
    fn headers_of_both_families_are_read_and_the_payload_need_not_be_there() {
        let v4 = PacketBuilder::ipv4([127, 0, 0, 1], [127, 0, 0, 2], 64);
        let v6 = PacketBuilder::ipv6([1; 16], [2; 16], 64);
        for (packet, source) in
            [(packet(v4), "127.0.0.1:4000"), (packet(v6), "[101:101:101:101:101:101:101:101]:4000")]
        {
            let headers = dissect(&packet).unwrap();
            assert_eq!(headers.source, source.parse().unwrap());
            assert_eq!(headers.destination.port(), 5000);
            assert_eq!((headers.sequence, headers.acknowledgment, headers.window), (1000, 77, 512));
            assert_eq!(headers.flags.names().collect::<Vec<_>>(), ["SYN", "ACK"]);
            assert_eq!(headers.length, 7);
            let expected = SegmentOptions {
                mss: Some(65495),
                window_scale: Some(7),
                sack_permitted: true,
                sack: Vec::new(),
                timestamps: Some([7, 8]),
            };
            assert_eq!(headers.options, expected);
            assert_eq!(dissect(&packet[..packet.len() - 7]), Some(headers), "without its payload");
        }
    }

    #[test]
    fn damaged_packets_are_none_and_never_a_panic() {
        let whole = packet(PacketBuilder::ipv4([127, 0, 0, 1], [127, 0, 0, 1], 64));
        for end in 0..whole.len() - 7 {
            assert_eq!(dissect(&whole[..end]), None, "{end} bytes");
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0x0f, 0x45, 0x65, 0xf0, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                if let Some(headers) = dissect(&damaged) {
                    assert!(headers.length <= u32::from(u16::MAX));
                }
            }
        }
    }
}
