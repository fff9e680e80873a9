//! Calls that a state machine requests, and the handles by which it knows their returns.

use bytes::Bytes;
use std::collections::BTreeMap;

use lab_shared::call::{Address, Family, Op, OptionValue, SocketId, SocketType};
use lab_shared::network::HostName;

/// Names one call of one machine; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallHandle(u32);

/// A call to be made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallRequest {
    /// The handle that its return carries.
    pub handle: CallHandle,
    /// On which socket.
    pub socket: Option<SocketId>,
    /// On which host of the page's network, for a call without a socket; `None` is the relay's machine.
    pub host: Option<HostName>,
    pub op: Op,
    pub bytes: Bytes,
}

/// The purpose of each pending call.
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

    /// Whether a call for a wanted purpose is pending.
    pub(crate) fn any(&self, wanted: impl Fn(&P) -> bool) -> bool {
        self.open.values().any(wanted)
    }

    /// Removes the call and returns its purpose; `None` if it has returned already.
    pub(crate) fn take(&mut self, handle: CallHandle) -> Option<P> {
        self.open.remove(&handle)
    }
}

/// A call that makes a TCP socket of the address's family.
pub(crate) fn stream(address: &Address) -> Op {
    let family = match address {
        Address::Inet { .. } => Family::Inet,
        Address::Inet6 { .. } => Family::Inet6,
        Address::Unix { .. } => Family::Unix,
    };
    Op::Socket { family, kind: SocketType::Stream, proto: 0 }
}

/// The address of a typed host: only IPv6 addresses contain a colon.
#[must_use]
pub(crate) fn address(host: &str, port: u16) -> Address {
    if host.contains(':') { Address::inet6(host, port) } else { Address::inet(host, port) }
}

/// `setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)`, socket(7).
pub(crate) const REUSE: Op = Op::Setsockopt { level: 1, option: 2, value: OptionValue::Int(1) };
