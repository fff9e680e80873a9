//! Bit sets of the calls' arguments: `MSG_*`, `POLL*` and `AI_*`, by Linux's numbers.

use serde::{Deserialize, Serialize};
use std::ops::BitOr;

/// Flags of recv(2) and send(2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MsgFlags(pub i32);

impl MsgFlags {
    /// No flag.
    pub const NONE: Self = Self(0);
    /// Out-of-band data.
    pub const OOB: Self = Self(0x1);
    /// Look at the bytes and leave them in the receive buffer.
    pub const PEEK: Self = Self(0x2);
    /// Route to a directly connected network only.
    pub const DONTROUTE: Self = Self(0x4);
    /// Ask for the datagram's real length even where it was cut.
    pub const TRUNC: Self = Self(0x20);
    /// Do not wait, for this call alone.
    pub const DONTWAIT: Self = Self(0x40);
    /// Wait until the buffer is full.
    pub const WAITALL: Self = Self(0x100);
    /// No SIGPIPE. CPython ignores the signal, so the flag changes nothing.
    pub const NOSIGNAL: Self = Self(0x4000);
    /// More will follow: hold the segment back.
    pub const MORE: Self = Self(0x8000);

    /// The flags people can choose, with Python's names.
    pub const KNOWN: [(&'static str, Self); 8] = [
        ("MSG_OOB", Self::OOB),
        ("MSG_PEEK", Self::PEEK),
        ("MSG_DONTROUTE", Self::DONTROUTE),
        ("MSG_TRUNC", Self::TRUNC),
        ("MSG_DONTWAIT", Self::DONTWAIT),
        ("MSG_WAITALL", Self::WAITALL),
        ("MSG_NOSIGNAL", Self::NOSIGNAL),
        ("MSG_MORE", Self::MORE),
    ];

    /// Whether every bit of `other` is set.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags as a Python expression: `socket.MSG_PEEK | socket.MSG_DONTWAIT`, or `0`.
    #[must_use]
    pub fn python(self) -> String {
        python(self.0, &Self::KNOWN.map(|(name, flag)| (name, flag.0)))
    }
}

/// Names joined by `|`; bits without a name follow as a number.
fn python(bits: i32, known: &[(&str, i32)]) -> String {
    let mut rest = bits;
    let mut parts = Vec::new();
    for (name, flag) in known {
        if bits & flag == *flag {
            parts.push(format!("socket.{name}"));
            rest &= !flag;
        }
    }
    if rest != 0 || parts.is_empty() {
        parts.push(rest.to_string());
    }
    parts.join(" | ")
}

impl BitOr for MsgFlags {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Flags of getaddrinfo(3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LookupFlags(pub i32);

impl LookupFlags {
    /// No flag.
    pub const NONE: Self = Self(0);
    /// Without a host, every interface rather than loopback: for bind.
    pub const PASSIVE: Self = Self(0x1);
    /// Return the host's canonical name with the first address.
    pub const CANONNAME: Self = Self(0x2);
    /// The host is an address in digits; ask no name server.
    pub const NUMERICHOST: Self = Self(0x4);

    /// Python's names of all that Linux knows.
    const KNOWN: [(&'static str, i32); 7] = [
        ("AI_PASSIVE", Self::PASSIVE.0),
        ("AI_CANONNAME", Self::CANONNAME.0),
        ("AI_NUMERICHOST", Self::NUMERICHOST.0),
        ("AI_V4MAPPED", 0x8),
        ("AI_ALL", 0x10),
        ("AI_ADDRCONFIG", 0x20),
        ("AI_NUMERICSERV", 0x400),
    ];

    /// The flags as a Python expression: `socket.AI_PASSIVE`, or `0`.
    #[must_use]
    pub fn python(self) -> String {
        python(self.0, &Self::KNOWN)
    }
}

/// What poll(2) waits for and reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PollEvents(pub u16);

impl PollEvents {
    /// There is something to accept or receive, or the stream has ended.
    pub const IN: Self = Self(0x1);
    /// Out-of-band data.
    pub const PRI: Self = Self(0x2);
    /// The send buffer has room, or a connect has finished.
    pub const OUT: Self = Self(0x4);
    /// An error is pending in SO_ERROR; always reported.
    pub const ERR: Self = Self(0x8);
    /// Both halves are closed; always reported.
    pub const HUP: Self = Self(0x10);
    /// The descriptor is not open; always reported.
    pub const NVAL: Self = Self(0x20);
    /// The peer closed its sending half.
    pub const RDHUP: Self = Self(0x2000);

    /// Python's names, in the order of the bits.
    pub const KNOWN: [(&'static str, Self); 7] = [
        ("POLLIN", Self::IN),
        ("POLLPRI", Self::PRI),
        ("POLLOUT", Self::OUT),
        ("POLLERR", Self::ERR),
        ("POLLHUP", Self::HUP),
        ("POLLNVAL", Self::NVAL),
        ("POLLRDHUP", Self::RDHUP),
    ];

    /// Whether every bit of `other` is set.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no bit is set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The events as a Python expression: `select.POLLIN | select.POLLOUT`, or `0`.
    #[must_use]
    pub fn python(self) -> String {
        let names: Vec<String> = Self::KNOWN
            .iter()
            .filter(|(_, bit)| self.contains(*bit))
            .map(|(name, _)| format!("select.{name}"))
            .collect();
        if names.is_empty() { "0".into() } else { names.join(" | ") }
    }
}

impl BitOr for PollEvents {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_print_as_python_would_write_them() {
        assert_eq!(MsgFlags::NONE.python(), "0");
        assert_eq!(
            (MsgFlags::PEEK | MsgFlags::DONTWAIT).python(),
            "socket.MSG_PEEK | socket.MSG_DONTWAIT"
        );
        assert_eq!(MsgFlags(0x2 | 0x200).python(), "socket.MSG_PEEK | 512");
        assert_eq!(LookupFlags(0x1 | 0x800).python(), "socket.AI_PASSIVE | 2048");
        assert_eq!((PollEvents::IN | PollEvents::OUT).python(), "select.POLLIN | select.POLLOUT");
    }
}
