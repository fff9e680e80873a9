//! The sockets that sit in a host, as its box shows them.

use lab_shared::call::{Address, SocketId, SocketType};
use lab_shared::network::HostName;
use lab_shared::trace::{SocketState, SocketView};

use crate::lab::state::Lab;

/// One socket in a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostSocket {
    pub(crate) socket: SocketId,
    /// Descriptor, port: `7  :9999`.
    pub(crate) words: String,
    /// Its state: the kernel's if it is known, else the program's.
    pub(crate) state: String,
    /// Whether the program has closed it, and only the kernel still has it.
    pub(crate) closed: bool,
}

/// The sockets of a host that its program or its kernel has, oldest first.
pub(crate) fn sockets_of(lab: &Lab, host: &HostName) -> Vec<HostSocket> {
    let here = |view: &&SocketView| lab.network.host_of(view.id) == Some(host);
    lab.timeline.sockets().filter(here).filter_map(|view| shown(lab, view)).collect()
}

fn shown(lab: &Lab, view: &SocketView) -> Option<HostSocket> {
    let watched = lab.kernel.of(view.id);
    let closed = !view.state.is_open();
    if closed && (view.state == SocketState::Gone || !watched.is_some_and(|it| it.is_followed())) {
        return None;
    }
    let kernel = watched.and_then(|watched| watched.own.now());
    let protocol = match view.kind {
        SocketType::Stream => "TCP",
        SocketType::Dgram => "UDP",
        _ => "",
    };
    let port = match &view.local {
        Some(Address::Inet { port, .. } | Address::Inet6 { port, .. }) => format!(":{port}"),
        Some(Address::Unix { .. }) => "unix".to_owned(),
        None => protocol.to_owned(),
    };
    let state = match kernel {
        Some(state) => state.as_str().to_owned(),
        None => program_state(view.state).to_owned(),
    };
    let words = format!("{}  {port}", view.fileno);
    Some(HostSocket { socket: view.id, words, state, closed })
}

/// A state in the kernel's way of writing, for a socket whose kernel was not asked yet.
fn program_state(state: SocketState) -> &'static str {
    match state {
        SocketState::Listening => "LISTEN",
        SocketState::Connecting => "SYN-SENT",
        SocketState::Connected => "ESTABLISHED",
        SocketState::PeerClosed => "CLOSE-WAIT",
        SocketState::Created
        | SocketState::Bound
        | SocketState::Reset
        | SocketState::Closed
        | SocketState::Gone => "",
    }
}
