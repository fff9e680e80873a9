//! Where the kernel has the sockets of this process, by sock_diag(7) and not by getsockname(2).

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::net::{IpAddr, SocketAddr};

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{
    AF_INET, AF_INET6, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE,
};
use netlink_packet_sock_diag::inet::nlas::Nla;
use netlink_packet_sock_diag::inet::{
    ExtensionFlags, InetRequest, InetResponse, SocketId, StateFlags,
};
use netlink_sys::protocols::NETLINK_SOCK_DIAG;
use netlink_sys::{Socket, SocketAddr as NetlinkAddress};

/// Index of `lo` in every network namespace.
const LOOPBACK_INDEX: u32 = 1;

/// More than the kernel puts into one message.
const ANSWER_BYTES: usize = 1 << 18;

/// Where one socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) local: SocketAddr,
    pub(super) v6_only: bool,
    /// It receives packets from `lo` only.
    pub(super) on_loopback: bool,
}

/// As `ss` writes it, without the port.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.local.ip() {
            IpAddr::V6(ip) if ip.is_unspecified() && !self.v6_only => f.write_str("*")?,
            ip => write!(f, "{ip}")?,
        }
        if self.on_loopback { f.write_str("%lo") } else { Ok(()) }
    }
}

/// The number of the inode behind a descriptor of this process, in which the relay runs too.
pub(super) fn inode(fileno: i32) -> u32 {
    let link = fs::read_link(format!("/proc/self/fd/{fileno}")).unwrap();
    let number = link.to_str().and_then(|text| text.strip_prefix("socket:[")?.strip_suffix(']'));
    number.expect("a socket's descriptor").parse().unwrap()
}

/// The machine's reachable sockets, by their inodes: listening TCP sockets, and datagram sockets
/// with a port. TCP connections are left out: the own address of one is that of the route to its
/// peer, and only that peer reaches it.
pub(super) fn places() -> HashMap<u32, Place> {
    let mut found = HashMap::new();
    for protocol in [IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE] {
        for family in [AF_INET, AF_INET6] {
            dump(family, protocol, &mut found);
        }
    }
    found
}

fn dump(family: u8, protocol: u8, found: &mut HashMap<u32, Place>) {
    let mut socket = Socket::new(NETLINK_SOCK_DIAG).unwrap();
    socket.bind_auto().unwrap();
    socket.connect(&NetlinkAddress::new(0, 0)).unwrap();
    let request = InetRequest {
        family,
        protocol,
        extensions: ExtensionFlags::empty(),
        states: if protocol == IPPROTO_TCP { StateFlags::LISTEN } else { StateFlags::all() },
        socket_id: if family == AF_INET { SocketId::new_v4() } else { SocketId::new_v6() },
    };
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | NLM_F_DUMP;
    let mut message = NetlinkMessage::new(header, SockDiagMessage::InetRequest(request).into());
    message.finalize();
    let mut bytes = vec![0; message.buffer_len()];
    message.serialize(&mut bytes);
    socket.send(&bytes, 0).unwrap();
    let mut answer = Vec::with_capacity(ANSWER_BYTES);
    loop {
        answer.clear();
        socket.recv(&mut answer, 0).unwrap();
        let mut rest = &answer[..];
        while !rest.is_empty() {
            let message = NetlinkMessage::<SockDiagMessage>::deserialize(rest).unwrap();
            match message.payload {
                NetlinkPayload::InnerMessage(SockDiagMessage::InetResponse(one)) => {
                    found.insert(one.header.inode, place(&one));
                }
                NetlinkPayload::Done(_) => return,
                // A kernel without UDP-Lite.
                NetlinkPayload::Error(_) if protocol == IPPROTO_UDPLITE => return,
                other => panic!("no socket but {other:?}"),
            }
            let length = usize::try_from(message.header.length).unwrap().next_multiple_of(4);
            rest = &rest[length.min(rest.len())..];
        }
    }
}

fn place(found: &InetResponse) -> Place {
    let id = &found.header.socket_id;
    Place {
        local: SocketAddr::new(id.source_address, id.source_port),
        v6_only: found.nlas.iter().any(|nla| matches!(nla, Nla::SkV6Only(true))),
        on_loopback: id.interface_id == LOOPBACK_INDEX,
    }
}
