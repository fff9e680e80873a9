//! rtnetlink(7): the interfaces of this process's network, their addresses and routes.

use std::ffi::CStr;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_sys::protocols::NETLINK_ROUTE;
use netlink_sys::{Socket, SocketAddr};

/// Room for one answer.
const ANSWER_BYTES: usize = 4096;

/// IFLA_INET6_ADDR_GEN_MODE of linux/if_link.h, and its value for no address that the kernel makes up.
const ADDR_GEN_MODE: u16 = 8;
const ADDR_GEN_NONE: u8 = 1;

/// The state that IFF_UP is for.
const UP: u32 = libc::IFF_UP as u32;

/// A way to set them.
#[derive(Debug)]
pub(crate) struct Links {
    socket: Socket,
    asked: u32,
}

impl Links {
    /// socket(2) of AF_NETLINK.
    pub(crate) fn open() -> io::Result<Self> {
        let mut socket = Socket::new(NETLINK_ROUTE)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        Ok(Self { socket, asked: 0 })
    }

    /// Brings an interface up.
    pub(crate) fn bring_up(&mut self, link: u32) -> io::Result<()> {
        self.make(Request::of_link(link, UP))
    }

    /// Sets the largest packet of an interface, in bytes.
    pub(crate) fn set_mtu(&mut self, link: u32, mtu: u16) -> io::Result<()> {
        let request = Request::of_link(link, 0);
        self.make(request.with(libc::IFLA_MTU, &u32::from(mtu).to_ne_bytes()))
    }

    /// Sets how many packets an interface keeps until they are taken from it; further ones are lost.
    pub(crate) fn set_queue(&mut self, link: u32, packets: u32) -> io::Result<()> {
        let request = Request::of_link(link, 0);
        self.make(request.with(libc::IFLA_TXQLEN, &packets.to_ne_bytes()))
    }

    /// Keeps the kernel from giving an interface a link-local address, for which it would send router solicitations
    /// that no program asked for.
    pub(crate) fn without_link_local(&mut self, link: u32) -> io::Result<()> {
        let mode = attribute(ADDR_GEN_MODE, &[ADDR_GEN_NONE]);
        let inet6 = attribute(libc::AF_INET6 as u16, &mode);
        self.make(Request::of_link(link, 0).with(libc::IFLA_AF_SPEC, &inet6))
    }

    /// Gives an interface an address, at once and without asking others for it.
    pub(crate) fn add_address(&mut self, link: u32, address: IpAddr, prefix: u8) -> io::Result<()> {
        let flags = libc::IFA_F_NODAD as u8;
        let scope = libc::RT_SCOPE_UNIVERSE;
        let mut header = vec![family(address), prefix, flags, scope];
        header.extend(link.to_ne_bytes());
        let octets = octets(address);
        let mut request = Request::new(libc::RTM_NEWADDR, libc::NLM_F_CREATE, &header)
            .with(libc::IFA_LOCAL, &octets)
            .with(libc::IFA_ADDRESS, &octets);
        if let IpAddr::V4(address) = address {
            let hosts = u32::MAX.checked_shr(prefix.into()).unwrap_or(0);
            let broadcast = Ipv4Addr::from(u32::from(address) | hosts);
            request = request.with(libc::IFA_BROADCAST, &broadcast.octets());
        }
        self.make(request)
    }

    /// Sends what is for a network out by an interface.
    pub(crate) fn add_route(&mut self, link: u32, network: IpAddr, prefix: u8) -> io::Result<()> {
        let mut header = vec![family(network), prefix, 0, 0];
        header.extend([libc::RT_TABLE_MAIN, libc::RTPROT_STATIC]);
        header.extend([libc::RT_SCOPE_LINK, libc::RTN_UNICAST]);
        header.extend([0; 4]);
        let request = Request::new(libc::RTM_NEWROUTE, libc::NLM_F_CREATE, &header)
            .with(libc::RTA_DST, &octets(network))
            .with(libc::RTA_OIF, &link.to_ne_bytes());
        self.make(request)
    }

    fn make(&mut self, request: Request) -> io::Result<()> {
        self.asked += 1;
        self.socket.send(&request.finished(self.asked), 0)?;
        let mut answer = Vec::with_capacity(ANSWER_BYTES);
        self.socket.recv(&mut answer, 0)?;
        // `struct nlmsgerr` follows the header of 16 bytes, and begins with 0 or a negative errno.
        match answer.get(16..).and_then(|rest| rest.first_chunk()).map(|c| i32::from_ne_bytes(*c)) {
            Some(0) => Ok(()),
            Some(errno) => Err(io::Error::from_raw_os_error(-errno)),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// A message to the kernel, which acknowledges it.
struct Request {
    kind: u16,
    flags: u16,
    body: Vec<u8>,
}

impl Request {
    fn new(kind: u16, flags: libc::c_int, header: &[u8]) -> Self {
        let flags = (libc::NLM_F_REQUEST | libc::NLM_F_ACK | flags) as u16;
        Self { kind, flags, body: header.to_vec() }
    }

    /// Of `struct ifinfomsg`, for an interface of which these flags are set.
    fn of_link(link: u32, set: u32) -> Self {
        let words = [0, link, set, set];
        Self::new(libc::RTM_SETLINK, 0, &words.map(u32::to_ne_bytes).concat())
    }

    fn with(mut self, kind: u16, value: &[u8]) -> Self {
        self.body.extend(attribute(kind, value));
        self
    }

    fn finished(self, sequence: u32) -> Vec<u8> {
        let length = 16 + self.body.len() as u32;
        let mut message = length.to_ne_bytes().to_vec();
        message.extend([self.kind.to_ne_bytes(), self.flags.to_ne_bytes()].concat());
        message.extend([sequence.to_ne_bytes(), [0; 4]].concat());
        message.extend(self.body);
        message
    }
}

/// `struct rtattr`: length, kind, value, and up to three bytes that fill the last word.
fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let length = 4 + value.len() as u16;
    let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn family(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => libc::AF_INET as u8,
        IpAddr::V6(_) => libc::AF_INET6 as u8,
    }
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => Ipv6Addr::octets(&address).to_vec(),
    }
}

/// The index of an interface.
#[allow(unsafe_code)]
pub(crate) fn link_index(name: &CStr) -> io::Result<u32> {
    // SAFETY: the name is NUL-terminated and outlives the call.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => Err(io::Error::last_os_error()),
        index => Ok(index),
    }
}

/// The index of `lo`.
pub(crate) fn loopback_index() -> io::Result<u32> {
    link_index(c"lo")
}
