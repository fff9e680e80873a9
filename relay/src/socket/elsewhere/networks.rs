//! Networks of one's own, which this system does not offer: no host ever starts.

use std::convert::Infallible;
use std::ffi::CStr;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use lab_shared::call::{Family, SocketType};

use crate::socket::Socket;

/// Whether it can have networks of one's own.
pub(crate) const HAS_NETWORKS: bool = false;

/// The answer to whoever asks for one all the same.
fn none<T>() -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "networks of one's own need Linux"))
}

/// A descriptor on its way from one process to another.
#[derive(Debug)]
pub(crate) struct Descriptor(Infallible);

impl Descriptor {
    /// There is no value.
    pub(in crate::socket) fn never(&self) -> ! {
        match self.0 {}
    }
}

impl Socket {
    /// A socket that another process has made.
    pub(crate) fn passed(descriptor: Descriptor, _family: Family, _kind: SocketType) -> Self {
        descriptor.never()
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> Descriptor {
        unreachable!("only hosts pass sockets on, and there are none")
    }
}

/// One end of a pair of sockets between two processes.
#[derive(Debug)]
pub(crate) struct Messenger(Infallible);

impl Messenger {
    pub(crate) fn pair() -> io::Result<(Self, Descriptor)> {
        none()
    }

    pub(crate) fn inherited() -> io::Result<Self> {
        none()
    }

    pub(crate) fn set_deadline(&self, _deadline: Duration) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn send(&self, _message: &[u8], _passed: Option<&Descriptor>) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn receive(&self) -> io::Result<Option<(Vec<u8>, Option<Descriptor>)>> {
        match self.0 {}
    }
}

/// A way to set the interfaces of a host.
#[derive(Debug)]
pub(crate) struct Links(Infallible);

impl Links {
    pub(crate) fn open() -> io::Result<Self> {
        none()
    }

    pub(crate) fn bring_up(&mut self, _link: u32) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn set_mtu(&mut self, _link: u32, _mtu: u16) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn set_queue(&mut self, _link: u32, _packets: u32) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn without_link_local(&mut self, _link: u32) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn add_address(&mut self, _link: u32, _at: IpAddr, _prefix: u8) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn add_route(&mut self, _link: u32, _to: IpAddr, _prefix: u8) -> io::Result<()> {
        match self.0 {}
    }
}

/// A device that gives and takes whole packets.
#[derive(Debug)]
pub(crate) struct PacketPort(Infallible);

impl PacketPort {
    pub(crate) fn new(device: Descriptor) -> io::Result<Self> {
        device.never()
    }

    pub(crate) fn read(&self, _buffer: &mut [u8]) -> io::Result<Option<usize>> {
        match self.0 {}
    }

    pub(crate) fn write(&self, _packet: &[u8]) -> io::Result<()> {
        match self.0 {}
    }
}

/// The ports that one thread waits for.
#[derive(Debug)]
pub(crate) struct PortSet(Infallible);

impl PortSet {
    pub(crate) fn new() -> io::Result<Self> {
        none()
    }

    pub(crate) fn add(&self, _key: usize, _port: &PacketPort) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn ring(&self) {
        match self.0 {}
    }

    pub(crate) fn wait(&self, _for: Option<Duration>, _ready: &mut Vec<usize>) -> io::Result<()> {
        match self.0 {}
    }
}

/// A process whose namespaces another one joins.
#[derive(Debug)]
pub(crate) struct Process(Infallible);

impl Process {
    pub(crate) fn open(_number: u32) -> io::Result<Self> {
        none()
    }

    pub(crate) fn join(&self) -> io::Result<()> {
        match self.0 {}
    }
}

/// The end of a child process.
#[derive(Debug)]
pub(crate) struct ProcessEnd(Infallible);

impl ProcessEnd {
    pub(crate) fn of(_pid: u32) -> io::Result<Self> {
        none()
    }

    #[allow(clippy::unused_async, reason = "that of Linux waits")]
    pub(crate) async fn reached(&self) {
        match self.0 {}
    }
}

pub(crate) fn cover_file(_path: &Path, _content: &str) -> io::Result<()> {
    none()
}

pub(crate) fn die_with_parent() -> io::Result<()> {
    none()
}

pub(crate) fn enter_new_network() -> io::Result<()> {
    none()
}

pub(crate) fn open_tun(_name: &CStr) -> io::Result<Descriptor> {
    none()
}

pub(crate) fn link_index(_name: &CStr) -> io::Result<u32> {
    none()
}

pub(crate) fn running_processes() -> io::Result<Vec<(u32, Vec<u8>)>> {
    none()
}

pub(crate) fn host_command(_program: &Path, _name: &str, inherited: Descriptor) -> Command {
    inherited.never()
}

/// No room or page of this system has been seen to keep what was freed.
pub(crate) fn return_freed_memory() {}
