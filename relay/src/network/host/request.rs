//! The messages between the relay and a host. Both are the same program, so their form is nobody else's business.

use std::fmt;
use std::io;

use lab_shared::call::{Family, SocketType};
use serde::{Deserialize, Serialize};

/// EMFILE of errno(3).
pub(super) const EMFILE: i32 = 24;

/// ENETDOWN.
pub(super) const ENETDOWN: i32 = 100;

/// What the relay asks of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Request {
    /// A socket.
    Socket { family: Family, kind: SocketType, proto: i32 },
    /// A netlink socket for sock_diag(7).
    Diag,
    /// Another MTU of `eth0`.
    SetMtu { mtu: u16 },
}

/// What a host answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It has begun. The descriptor of its device is beside it.
    Ready,
    /// It could not begin.
    Failed { step: StartStep, errno: i32 },
    /// A request was carried out, or failed. A descriptor that was asked for is beside it.
    Done { request: u32, errno: i32 },
}

/// The steps in which a host begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StartStep {
    /// The process itself.
    Process,
    /// Its user namespace and its network.
    Namespaces,
    /// Its TUN device.
    Tun,
    /// Its interfaces, addresses and routes.
    Links,
}

impl fmt::Display for StartStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Process => "a host's process does not start",
            Self::Namespaces => "a host gets no namespaces of its own",
            Self::Tun => "a host gets no TUN device",
            Self::Links => "a host's interfaces cannot be set",
        })
    }
}

impl Request {
    /// With its number.
    pub(super) fn encode(self, number: u32) -> Vec<u8> {
        encode(&(number, self))
    }

    pub(super) fn decode(message: &[u8]) -> io::Result<(u32, Self)> {
        Ok(serde_json::from_slice(message)?)
    }
}

impl Answer {
    pub(super) fn encode(self) -> Vec<u8> {
        encode(&self)
    }

    pub(super) fn decode(message: &[u8]) -> io::Result<Self> {
        Ok(serde_json::from_slice(message)?)
    }
}

fn encode(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).expect("numbers and names can be written")
}
