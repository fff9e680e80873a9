//! sock_diag(7): what the kernel says of a socket that has no descriptor here, because the program
//! closed it or because it is another program's.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd as _, FromRawFd as _, IntoRawFd as _, OwnedFd};

use lab_shared::kernel::{AcceptQueue, Buffer, EndFacts, TcpState};
use netlink_packet_core::{NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{AF_INET, AF_INET6, IPPROTO_TCP};
use netlink_packet_sock_diag::inet::nlas::Nla;
use netlink_packet_sock_diag::inet::{
    ExtensionFlags, InetRequest, InetResponse, SocketId, StateFlags,
};
use netlink_packet_sock_diag::unix::nlas::Nla as UnixNla;
use netlink_packet_sock_diag::unix::{ShowFlags, StateFlags as UnixStateFlags, UnixRequest};
use netlink_sys::SocketAddr as NetlinkAddress;
use netlink_sys::protocols::NETLINK_SOCK_DIAG;

use super::Descriptor;
use super::facts::SetTcp as _;
use super::tcp_info::TcpInfo;
use crate::socket::Found;

/// Room for one answer; the kernel's are below 1 KiB.
const ANSWER_BYTES: usize = 8192;

/// The cookie that matches any socket.
const ANY: [u8; 8] = [0xff; 8];

/// A way to ask the kernel. Anyone may, without privileges.
#[derive(Debug)]
pub(crate) struct Diag {
    socket: netlink_sys::Socket,
    answer: Vec<u8>,
    asked: u32,
}

impl Diag {
    /// socket(2) of AF_NETLINK.
    pub(crate) fn open() -> io::Result<Self> {
        let mut socket = netlink_sys::Socket::new(NETLINK_SOCK_DIAG)?;
        socket.bind_auto()?;
        socket.connect(&NetlinkAddress::new(0, 0))?;
        socket.set_non_blocking(true)?;
        Ok(Self { socket, answer: Vec::with_capacity(ANSWER_BYTES), asked: 0 })
    }

    /// One that another process has opened, which asks about that process's network.
    #[allow(unsafe_code)]
    pub(crate) fn passed(descriptor: Descriptor) -> Self {
        let descriptor = OwnedFd::from(descriptor);
        // SAFETY: the descriptor is open, and given away.
        let socket = unsafe { netlink_sys::Socket::from_raw_fd(descriptor.into_raw_fd()) };
        Self { socket, answer: Vec::with_capacity(ANSWER_BYTES), asked: 0 }
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> io::Result<Descriptor> {
        self.socket.as_fd().try_clone_to_owned().map(Descriptor::from)
    }

    /// The end of a TCP connection that is at `local`; `None` where there is none.
    pub(crate) fn connection(
        &mut self,
        local: SocketAddr,
        peer: SocketAddr,
    ) -> io::Result<Option<Found>> {
        let scope_id = match local {
            SocketAddr::V4(_) => 0,
            SocketAddr::V6(local) => local.scope_id(),
        };
        // The kernel keeps an IPv6 socket's IPv4 connections among those of IPv4.
        let (source_address, destination_address) = (canonical(local), canonical(peer));
        let request = InetRequest {
            family: if source_address.is_ipv4() { AF_INET } else { AF_INET6 },
            protocol: IPPROTO_TCP,
            extensions: ExtensionFlags::INFO | ExtensionFlags::SKMEMINFO,
            states: StateFlags::all(),
            socket_id: SocketId {
                source_port: local.port(),
                destination_port: peer.port(),
                source_address,
                destination_address,
                interface_id: scope_id,
                cookie: ANY,
            },
        };
        let Some(SockDiagMessage::InetResponse(found)) =
            self.ask(SockDiagMessage::InetRequest(request))?
        else {
            return Ok(None);
        };
        // Without such a connection the kernel returns the listener of that port.
        let id = &found.header.socket_id;
        let same = (id.source_port, id.destination_port) == (local.port(), peer.port());
        let cookie = cookie(id.cookie);
        Ok(same.then(|| Found { facts: facts(&found), cookie }))
    }

    /// The queue of an AF_UNIX socket that listens, by its inode; `None` where the kernel was built
    /// without an answer to that, or the socket does not listen.
    pub(crate) fn unix_queue(&mut self, inode: u64) -> io::Result<Option<AcceptQueue>> {
        let Ok(inode) = u32::try_from(inode) else { return Ok(None) };
        let request = UnixRequest {
            state_flags: UnixStateFlags::all(),
            inode,
            show_flags: ShowFlags::RQLEN,
            cookie: ANY,
        };
        let Some(SockDiagMessage::UnixResponse(found)) =
            self.ask(SockDiagMessage::UnixRequest(request))?
        else {
            return Ok(None);
        };
        if TcpState::from_linux(found.header.state) != Some(TcpState::Listen) {
            return Ok(None);
        }
        Ok(found.nlas.iter().find_map(|nla| match nla {
            UnixNla::ReceiveQueueLength(length, limit) => {
                Some(AcceptQueue { length: *length, limit: *limit })
            }
            _ => None,
        }))
    }

    /// Asks for one socket. The kernel answers within send(2), so there is nothing to wait for.
    fn ask(&mut self, request: SockDiagMessage) -> io::Result<Option<SockDiagMessage>> {
        self.asked = self.asked.wrapping_add(1);
        let mut header = NetlinkHeader::default();
        header.flags = NLM_F_REQUEST;
        header.sequence_number = self.asked;
        let mut message = NetlinkMessage::new(header, request.into());
        message.finalize();
        let mut bytes = vec![0; message.buffer_len()];
        message.serialize(&mut bytes);
        self.socket.send(&bytes, 0)?;
        loop {
            self.answer.clear();
            self.socket.recv(&mut self.answer, 0)?;
            let answer = NetlinkMessage::<SockDiagMessage>::deserialize(&self.answer)
                .map_err(io::Error::other)?;
            // An answer that came after an error had ended an earlier question.
            if answer.header.sequence_number != self.asked {
                continue;
            }
            return match answer.payload {
                NetlinkPayload::InnerMessage(found) => Ok(Some(found)),
                NetlinkPayload::Error(error) if error.raw_code() == -libc::ENOENT => Ok(None),
                NetlinkPayload::Error(error) => Err(error.to_io()),
                _ => Ok(None),
            };
        }
    }
}

/// Two words, the lower one first.
fn cookie([a, b, c, d, e, f, g, h]: [u8; 8]) -> u64 {
    let (low, high) = (u32::from_ne_bytes([a, b, c, d]), u32::from_ne_bytes([e, f, g, h]));
    u64::from(high) << 32 | u64::from(low)
}

fn canonical(address: SocketAddr) -> IpAddr {
    address.ip().to_canonical()
}

fn facts(found: &InetResponse) -> EndFacts {
    let header = &found.header;
    let mut facts = EndFacts::default();
    let mut memory = None;
    for nla in &found.nlas {
        match nla {
            Nla::TcpInfo(info) => facts.set_tcp(TcpInfo(info)),
            Nla::MemInfo(info) => memory = Some(info),
            _ => {}
        }
    }
    facts.state = TcpState::from_linux(header.state);
    if let (Some(memory), Some(state)) = (memory, facts.state) {
        // sock_diag counts sequence numbers, and a FIN or SYN has one without being a byte.
        let received_fin = u32::from(state.has_received_fin());
        let own_control = u32::from(state.awaits_own_control());
        facts.receive = Some(Buffer {
            waiting: Some(header.recv_queue.saturating_sub(received_fin)),
            memory: Some(memory.receive_queue),
            size: Some(memory.receive_queue_max),
        });
        facts.send = Some(Buffer {
            waiting: Some(header.send_queue.saturating_sub(own_control)),
            memory: Some(memory.send_queue),
            size: Some(memory.send_queue_max),
        });
        facts.drops = Some(memory.drops);
    }
    facts
}
