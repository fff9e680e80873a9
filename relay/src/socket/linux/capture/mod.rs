//! packet(7): the headers of TCP segments of certain ports, as they pass an interface.
//!
//! The socket receives nothing until its filter is set. What it lets through is decided in the
//! kernel, so nothing of other ports ever reaches this process.

mod filter;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::mem::{self, MaybeUninit};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use socket2::{Domain, MaybeUninitSlice, MsgHdrMut, Protocol, SockAddr, SockAddrStorage, Type};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::loopback_index;
use crate::socket::flow::{Flow, Interfaces};
use crate::socket::posix::{as_uninit, read_option, write_option};

/// Memory for packets that wait to be read. The kernel counts a packet with all its bytes against
/// it, even though it passes on but the headers.
const WAITING_BYTES: libc::c_int = 8 * 1024 * 1024;

/// Room for the one control message there is: a header and a `timespec`.
const CONTROL_BYTES: usize = 64;

/// The beginning of one packet, from its IP header on.
#[derive(Debug)]
pub(crate) struct Packet {
    bytes: [u8; filter::SNAPSHOT],
    length: usize,
    /// When the kernel passed it on.
    pub(crate) at: SystemTime,
}

impl Packet {
    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// A socket that sees packets.
#[derive(Debug)]
pub(crate) struct PacketSocket {
    inner: AsyncFd<socket2::Socket>,
    interfaces: Interfaces,
    loopback: u32,
    flows: BTreeSet<Flow>,
}

/// Whether the kernel would let this process see packets: CAP_NET_RAW.
///
/// # Errors
/// Why not.
pub(crate) fn may_capture() -> io::Result<()> {
    open().map(drop)
}

/// Without a protocol it gets no packets.
fn open() -> io::Result<socket2::Socket> {
    socket2::Socket::new(Domain::PACKET, Type::DGRAM.nonblocking(), Some(Protocol::from(0)))
}

impl PacketSocket {
    /// A socket that sees nothing yet. Must be called within the runtime.
    ///
    /// # Errors
    /// The kernel refuses.
    #[allow(unsafe_code)]
    pub(crate) fn open(interfaces: Interfaces) -> io::Result<Self> {
        let inner = open()?;
        write_option(&inner, libc::SOL_SOCKET, libc::SO_TIMESTAMPNS, &1_i32.to_ne_bytes())?;
        let size = WAITING_BYTES.to_ne_bytes();
        // To go beyond the system's limit takes CAP_NET_ADMIN; without it, the limit has to do.
        write_option(&inner, libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, &size)
            .or_else(|_| write_option(&inner, libc::SOL_SOCKET, libc::SO_RCVBUF, &size))?;
        let loopback = loopback_index()?;
        // SAFETY: the `AsyncFd` owns the socket; no other code closes it or gives it away.
        let inner = unsafe { AsyncFd::register_with_interest(inner, Interest::READABLE) };
        let inner = inner.map_err(io::Error::from)?;
        Ok(Self { inner, interfaces, loopback, flows: BTreeSet::new() })
    }

    /// What it lets through from now on. Without flows it is deaf, and costs the kernel nothing.
    pub(crate) fn set_flows(&mut self, flows: BTreeSet<Flow>) -> io::Result<()> {
        if flows == self.flows {
            return Ok(());
        }
        if flows.len() > filter::MAX_FLOWS {
            tracing::warn!(flows = flows.len(), "too many connections to show the segments of all");
        }
        self.inner.get_ref().attach_filter(&filter::program(&flows, self.loopback))?;
        if flows.is_empty() {
            self.bind(0)?;
        } else if self.flows.is_empty() {
            self.bind(libc::ETH_P_ALL as u16)?;
        }
        self.flows = flows;
        Ok(())
    }

    /// bind(2) to the interfaces, for packets of a protocol; 0 is for none.
    #[allow(unsafe_code)]
    fn bind(&self, protocol: u16) -> io::Result<()> {
        let interface = match self.interfaces {
            Interfaces::Loopback => self.loopback,
            Interfaces::All => 0,
        };
        let mut storage = SockAddrStorage::zeroed();
        // SAFETY: `sockaddr_ll` is the form of an address of AF_PACKET, is made of integers only,
        // and is smaller than the storage, which was made for any of them.
        let address = unsafe { storage.view_as::<libc::sockaddr_ll>() };
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = protocol.to_be();
        address.sll_ifindex = libc::c_int::try_from(interface).map_err(io::Error::other)?;
        let length = mem::size_of::<libc::sockaddr_ll>() as libc::socklen_t;
        // SAFETY: the storage holds a filled `sockaddr_ll`, whose length this is.
        let address = unsafe { SockAddr::new(storage, length) };
        self.inner.get_ref().bind(&address)
    }

    /// Waits for a packet.
    pub(crate) fn poll_packet(&self, cx: &mut Context<'_>) -> Poll<io::Result<Packet>> {
        loop {
            let mut guard = ready!(self.inner.poll_read_ready(cx))?;
            match self.packet_now()? {
                Some(packet) => return Poll::Ready(Ok(packet)),
                None => guard.clear_ready(),
            }
        }
    }

    /// A packet that has come already.
    pub(crate) fn packet_now(&self) -> io::Result<Option<Packet>> {
        let mut bytes = [0; filter::SNAPSHOT];
        let mut control = [MaybeUninit::zeroed(); CONTROL_BYTES];
        let mut buffers = [MaybeUninitSlice::new(as_uninit(&mut bytes))];
        let mut message = MsgHdrMut::new().with_buffers(&mut buffers).with_control(&mut control);
        let length = match self.inner.get_ref().recvmsg(&mut message, 0) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(None),
            Err(error) => return Err(error),
        };
        let at = timestamp(&control).unwrap_or_else(SystemTime::now);
        Ok(Some(Packet { bytes, length, at }))
    }

    /// Packets let through and lost since the last time, because they were not read in time.
    pub(crate) fn take_dropped(&self) -> io::Result<u32> {
        /// `struct tpacket_stats`: packets, and drops among them.
        const BYTES: usize = 8;
        let mut stats = [0; BYTES];
        read_option(self.inner.get_ref(), libc::SOL_PACKET, libc::PACKET_STATISTICS, &mut stats)?;
        Ok(stats.last_chunk().copied().map_or(0, u32::from_ne_bytes))
    }
}

/// The time in the control message SCM_TIMESTAMPNS, if that is what was received.
#[allow(unsafe_code)]
fn timestamp(control: &[MaybeUninit<u8>; CONTROL_BYTES]) -> Option<SystemTime> {
    let pointer = control.as_ptr();
    // SAFETY: the bytes were zero before the kernel wrote into them, so all are initialised, and
    // there are more than a `cmsghdr` and a `timespec` with their padding take. Any bytes are valid
    // for both, and unaligned reads ask for no alignment.
    let (header, time) = unsafe {
        let header = pointer.cast::<libc::cmsghdr>().read_unaligned();
        let time = pointer.add(libc::CMSG_LEN(0) as usize);
        (header, time.cast::<libc::timespec>().read_unaligned())
    };
    if (header.cmsg_level, header.cmsg_type) != (libc::SOL_SOCKET, libc::SCM_TIMESTAMPNS) {
        return None;
    }
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let nanos = u32::try_from(time.tv_nsec).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))
}
