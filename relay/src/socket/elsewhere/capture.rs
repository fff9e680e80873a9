//! Captures, which this system does not offer.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io;
use std::task::{Context, Poll};
use std::time::SystemTime;

use crate::socket::{Flow, Interfaces};

/// The beginning of one packet.
#[derive(Debug)]
pub(crate) struct Packet {
    /// When the kernel passed it on.
    pub(crate) at: SystemTime,
    none: Infallible,
}

impl Packet {
    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self.none {}
    }
}

/// A socket that sees packets.
#[derive(Debug)]
pub(crate) struct PacketSocket(Infallible);

/// Whether this process may see packets.
///
/// # Errors
/// It may not.
pub(crate) fn may_capture() -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "packets can be captured on Linux only"))
}

impl PacketSocket {
    /// See [`may_capture`].
    pub(crate) fn open(_interfaces: Interfaces) -> io::Result<Self> {
        may_capture().and(Err(io::ErrorKind::Unsupported.into()))
    }

    /// What it lets through from now on.
    pub(crate) fn set_flows(&mut self, _flows: BTreeSet<Flow>) -> io::Result<()> {
        match self.0 {}
    }

    /// Waits for a packet.
    pub(crate) fn poll_packet(&self, _cx: &mut Context<'_>) -> Poll<io::Result<Packet>> {
        match self.0 {}
    }

    /// A packet that has come already.
    pub(crate) fn packet_now(&self) -> io::Result<Option<Packet>> {
        match self.0 {}
    }

    /// Packets that were lost.
    pub(crate) fn take_dropped(&self) -> io::Result<u32> {
        match self.0 {}
    }
}
