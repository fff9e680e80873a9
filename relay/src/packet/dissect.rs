//! A packet's headers as values.

use std::net::{IpAddr, SocketAddr};

use etherparse::{
    IpNumber, Ipv4HeaderSlice, Ipv6HeaderSlice, TcpHeaderSlice, TcpOptionElement, UdpHeaderSlice,
};
use lab_shared::kernel::{SegmentOptions, TcpFlags};

/// The offset of the control bits in a TCP header.
const FLAGS: usize = 13;

/// Most extension headers of IPv6 that are followed to what a packet carries.
const MAX_EXTENSIONS: usize = 8;

/// The headers of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Headers {
    /// Its sender; port 0 where the protocol has no ports.
    pub(crate) source: SocketAddr,
    /// To whom.
    pub(crate) destination: SocketAddr,
    /// Hops that are left.
    pub(crate) hops: u8,
    /// What it carries.
    pub(crate) content: Content,
}

/// What a packet carries, as in [`lab_shared::network::PacketContent`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Tcp(Box<SegmentHeaders>),
    Udp { length: u32, fragmented: bool },
    Icmp { kind: u8, code: u8 },
    Fragment { protocol: u8, offset: u32, length: u32 },
    Other { protocol: u8, length: u32 },
}

/// The headers of a TCP segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentHeaders {
    pub(crate) source: SocketAddr,
    pub(crate) destination: SocketAddr,
    pub(crate) flags: TcpFlags,
    pub(crate) sequence: u32,
    pub(crate) acknowledgment: u32,
    pub(crate) window: u16,
    /// Bytes of payload, which need not be there.
    pub(crate) length: u32,
    pub(crate) options: SegmentOptions,
}

/// The TCP segment in a packet that begins with its IP header; `None` for anything else, and for one so
/// large that its header cannot tell its length.
pub(crate) fn segment(packet: &[u8]) -> Option<SegmentHeaders> {
    let ip = ip(packet)?;
    if ip.protocol != IpNumber::TCP || ip.offset > 0 || ip.length == 0 { None } else { tcp(&ip) }
}

/// The headers of a packet that begins with its IP header; `None` where that is none. What is behind a
/// header that is damaged or cut off is reported as something else.
pub(crate) fn headers(packet: &[u8]) -> Option<Headers> {
    let ip = ip(packet)?;
    let (protocol, length) = (ip.protocol.0, ip.length);
    let mut ports = (0, 0);
    let content = match ip.protocol {
        _ if ip.offset > 0 => Content::Fragment { protocol, offset: ip.offset, length },
        IpNumber::TCP => tcp(&ip)
            .map(|segment| {
                ports = (segment.source.port(), segment.destination.port());
                Content::Tcp(Box::new(segment))
            })
            .unwrap_or(Content::Other { protocol, length }),
        IpNumber::UDP => match UdpHeaderSlice::from_slice(ip.rest) {
            Ok(udp) => {
                ports = (udp.source_port(), udp.destination_port());
                let length = u32::from(udp.length()).saturating_sub(UDP_HEADER);
                Content::Udp { length, fragmented: ip.more }
            }
            Err(_) => Content::Other { protocol, length },
        },
        IpNumber::ICMP | IpNumber::IPV6_ICMP => match ip.rest {
            [kind, code, ..] => Content::Icmp { kind: *kind, code: *code },
            _ => Content::Other { protocol, length },
        },
        _ => Content::Other { protocol, length },
    };
    let source = SocketAddr::new(ip.source, ports.0);
    let destination = SocketAddr::new(ip.destination, ports.1);
    Some(Headers { source, destination, hops: ip.hops, content })
}

/// Bytes of a UDP header, which its length counts.
const UDP_HEADER: u32 = 8;

/// The IP header of a packet, and what is behind it.
struct Ip<'a> {
    source: IpAddr,
    destination: IpAddr,
    hops: u8,
    protocol: IpNumber,
    /// Where in its datagram a fragment belongs, in bytes.
    offset: u32,
    /// Whether further fragments follow.
    more: bool,
    /// What is there of the bytes behind the headers.
    rest: &'a [u8],
    /// How many there are of them in the whole packet.
    length: u32,
}

fn ip(packet: &[u8]) -> Option<Ip<'_>> {
    match packet.first()? >> 4 {
        4 => {
            let ip = Ipv4HeaderSlice::from_slice(packet).ok()?;
            let header = ip.slice().len();
            let length = usize::from(ip.total_len()).checked_sub(header);
            Some(Ip {
                source: IpAddr::V4(ip.source_addr()),
                destination: IpAddr::V4(ip.destination_addr()),
                hops: ip.ttl(),
                protocol: ip.protocol(),
                offset: u32::from(ip.fragments_offset().value()) * 8,
                more: ip.more_fragments(),
                rest: packet.get(header..)?,
                length: u32::try_from(length?).ok()?,
            })
        }
        6 => {
            let ip = Ipv6HeaderSlice::from_slice(packet).ok()?;
            let header = ip.slice().len();
            let whole = Ip {
                source: IpAddr::V6(ip.source_addr()),
                destination: IpAddr::V6(ip.destination_addr()),
                hops: ip.hop_limit(),
                protocol: ip.next_header(),
                offset: 0,
                more: false,
                rest: packet.get(header..)?,
                length: ip.payload_length().into(),
            };
            Some(behind_extensions(whole))
        }
        _ => None,
    }
}

/// The same packet from behind its extension headers, RFC 8200 §4: as far as they are whole.
fn behind_extensions(mut ip: Ip<'_>) -> Ip<'_> {
    for _ in 0..MAX_EXTENSIONS {
        let &[next, length, high, low, ..] = ip.rest else { break };
        let header = match ip.protocol {
            IpNumber::IPV6_HEADER_HOP_BY_HOP
            | IpNumber::IPV6_ROUTE_HEADER
            | IpNumber::IPV6_DESTINATION_OPTIONS => (usize::from(length) + 1) * 8,
            IpNumber::IPV6_FRAGMENTATION_HEADER => {
                let field = u16::from_be_bytes([high, low]);
                (ip.offset, ip.more) = (u32::from(field & !7), field & 1 == 1);
                8
            }
            _ => break,
        };
        let Some(rest) = ip.rest.get(header..) else { break };
        let Some(length) = ip.length.checked_sub(u32::try_from(header).unwrap_or(u32::MAX)) else {
            break;
        };
        (ip.protocol, ip.rest, ip.length) = (IpNumber(next), rest, length);
        if ip.offset > 0 {
            break;
        }
    }
    ip
}

fn tcp(ip: &Ip<'_>) -> Option<SegmentHeaders> {
    let tcp = TcpHeaderSlice::from_slice(ip.rest).ok()?;
    let header = u32::try_from(tcp.slice().len()).ok()?;
    Some(SegmentHeaders {
        source: SocketAddr::new(ip.source, tcp.source_port()),
        destination: SocketAddr::new(ip.destination, tcp.destination_port()),
        flags: TcpFlags(tcp.slice()[FLAGS]),
        sequence: tcp.sequence_number(),
        acknowledgment: tcp.acknowledgment_number(),
        window: tcp.window_size(),
        length: ip.length.checked_sub(header)?,
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
            let headers = segment(&packet).unwrap();
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
            assert_eq!(segment(&packet[..packet.len() - 7]), Some(headers), "without its payload");
        }
    }

    fn built(write: impl FnOnce(&mut Vec<u8>)) -> Headers {
        let mut packet = Vec::new();
        write(&mut packet);
        headers(&packet).unwrap()
    }

    #[test]
    fn every_kind_of_packet_is_told_from_the_others() {
        let v4 = || PacketBuilder::ipv4([10, 0, 0, 1], [10, 0, 0, 2], 7);
        let v6 = || PacketBuilder::ipv6([1; 16], [2; 16], 9);
        let udp = built(|packet| v4().udp(1000, 2000).write(packet, b"hello").unwrap());
        assert_eq!(udp.content, Content::Udp { length: 5, fragmented: false });
        assert_eq!((udp.source.port(), udp.destination.port(), udp.hops), (1000, 2000, 7));
        let echo = built(|packet| v4().icmpv4_echo_request(1, 2).write(packet, b"x").unwrap());
        assert_eq!(echo.content, Content::Icmp { kind: 8, code: 0 });
        assert_eq!((echo.source, echo.destination.port()), ("10.0.0.1:0".parse().unwrap(), 0));
        let echo = built(|packet| v6().icmpv6_echo_reply(1, 2).write(packet, b"x").unwrap());
        assert_eq!((echo.content, echo.hops), (Content::Icmp { kind: 129, code: 0 }, 9));
        let other = built(|packet| v4().write(packet, IpNumber::IGMP, b"four").unwrap());
        assert_eq!(other.content, Content::Other { protocol: 2, length: 4 });
        assert_eq!(headers(b"no packet"), None);
    }

    #[test]
    fn fragments_are_the_first_with_its_ports_and_later_ones_without() {
        let mut first = Vec::new();
        let builder = PacketBuilder::ipv4([10, 0, 0, 1], [10, 0, 0, 2], 7).udp(1000, 2000);
        builder.write(&mut first, &[0; 16]).unwrap();
        // More fragments follow, of a datagram with 3000 bytes of payload.
        first[6] = 0x20;
        first[24..26].copy_from_slice(&3008u16.to_be_bytes());
        assert_eq!(
            headers(&first).unwrap().content,
            Content::Udp { length: 3000, fragmented: true }
        );
        let mut later = first.clone();
        [later[6], later[7]] = [0, 3];
        let content = Content::Fragment { protocol: 17, offset: 24, length: 24 };
        assert_eq!(headers(&later).unwrap().content, content);
        // The same of IPv6: a fragment header with offset 24, behind a header with options for each hop.
        let options = [44, 0, 5, 2, 0, 0, 1, 0];
        let fragment = [17, 0, 0, 24 | 1, 0, 0, 0, 9];
        let payload = [options, fragment, [0; 8]].concat();
        let header = [0x60, 0, 0, 0, 0, 24, IpNumber::IPV6_HEADER_HOP_BY_HOP.0, 9];
        let mut packet = [&header[..], &[1; 32], &payload].concat();
        let content = Content::Fragment { protocol: 17, offset: 24, length: 8 };
        assert_eq!(headers(&packet).unwrap().content, content);
        packet[51] = 1;
        packet[56..64].copy_from_slice(&[1, 2, 3, 4, 0x0b, 0xb8, 0, 0]);
        let first = headers(&packet).unwrap();
        assert_eq!(first.content, Content::Udp { length: 2992, fragmented: true });
        assert_eq!(first.source.port(), 0x0102);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_a_panic(
            begin in proptest::sample::select(&[0x45u8, 0x4f, 0x60, 0x00][..]),
            rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
            next in proptest::sample::select(&[0u8, 1, 6, 17, 43, 44, 58, 60, 99][..]),
        ) {
            let mut packet = [&[begin][..], &rest].concat();
            let at = if begin >> 4 == 6 { 6 } else { 9 };
            if let Some(protocol) = packet.get_mut(at) {
                *protocol = next;
            }
            let _ = (headers(&packet), segment(&packet));
        }
    }

    #[test]
    fn damaged_packets_are_none_and_never_a_panic() {
        let whole = packet(PacketBuilder::ipv4([127, 0, 0, 1], [127, 0, 0, 1], 64));
        for end in 0..whole.len() - 7 {
            assert_eq!(segment(&whole[..end]), None, "{end} bytes");
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0x0f, 0x45, 0x65, 0xf0, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                if let Some(headers) = segment(&damaged) {
                    assert!(headers.length <= u32::from(u16::MAX));
                }
            }
        }
    }
}
