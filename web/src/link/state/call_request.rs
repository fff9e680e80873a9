//! Calls that a state machine requests, and the handles by which it knows their returns.

use bytes::Bytes;
use std::collections::BTreeMap;

use lab_shared::call::{Address, Family, Op, OptionValue, SocketId, SocketType};

/// Names one call of one machine; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallHandle(u32);

/// A call to be made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallRequest {
    /// What its return is handed in with.
    pub handle: CallHandle,
    /// On which socket.
    pub socket: Option<SocketId>,
    pub op: Op,
    pub bytes: Bytes,
}

/// What each call under way was made for.
#[derive(Debug)]
pub(crate) struct CallHandles<P> {
    next: u32,
    open: BTreeMap<CallHandle, P>,
}

impl<P> Default for CallHandles<P> {
    fn default() -> Self {
        Self { next: 1, open: BTreeMap::new() }
    }
}

impl<P> CallHandles<P> {
    pub(crate) fn issue(&mut self, purpose: P) -> CallHandle {
        let handle = CallHandle(self.next);
        self.next += 1;
        self.open.insert(handle, purpose);
        handle
    }

    /// Whether a call for such a purpose is under way.
    pub(crate) fn any(&self, wanted: impl Fn(&P) -> bool) -> bool {
        self.open.values().any(wanted)
    }

    /// What the call was for; `None` if it has returned already.
    pub(crate) fn take(&mut self, handle: CallHandle) -> Option<P> {
        self.open.remove(&handle)
    }
}

/// A TCP socket of the address's family.
pub(crate) fn stream(address: &Address) -> Op {
    let family = match address {
        Address::Inet { .. } => Family::Inet,
        Address::Inet6 { .. } => Family::Inet6,
        Address::Unix { .. } => Family::Unix,
    };
    Op::Socket { family, kind: SocketType::Stream, proto: 0 }
}

/// The address of a host as it is typed: a colon is in IPv6 addresses only.
#[must_use]
pub(crate) fn address(host: &str, port: u16) -> Address {
    if host.contains(':') { Address::inet6(host, port) } else { Address::inet(host, port) }
}

/// `setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)`, socket(7).
pub(crate) const REUSE: Op = Op::Setsockopt { level: 1, option: 2, value: OptionValue::Int(1) };
