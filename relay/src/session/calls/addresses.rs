//! Reports the addresses of a socket when they have changed.

use lab_shared::call::{CallName, SocketId};
use lab_shared::wire::Event;

use super::engine::Engine;
use super::entry::Addresses;

impl Engine {
    /// Reports the socket's addresses after a call that may have changed them. `unfinished`: the
    /// call failed, and a connect may still be under way.
    pub(super) fn addresses_after(&mut self, id: SocketId, call: CallName, unfinished: bool) {
        let Some(entry) = self.sockets.get_mut(id) else { return };
        let changes = match call {
            CallName::Connect | CallName::ConnectEx => {
                entry.connecting = unfinished;
                true
            }
            CallName::Bind | CallName::Listen => true,
            // An option for groups may have kept the socket to loopback.
            CallName::Setsockopt => {
                entry.connecting || entry.known.loopback_only != entry.binding.is_kept_to_loopback()
            }
            // The kernel binds a socket that sends without a name of its own.
            CallName::Send | CallName::Sendall | CallName::Sendto => {
                let kept = entry.binding.is_kept_to_loopback();
                entry.connecting || entry.known.local.is_none() || entry.known.loopback_only != kept
            }
            _ => entry.connecting,
        };
        if changes {
            self.report_addresses(id);
        }
    }

    /// Reports the socket's addresses if they differ from the last report.
    pub(super) fn report_addresses(&mut self, id: SocketId) {
        self.capture_watched(id);
        let Some(entry) = self.sockets.get_mut(id) else { return };
        let local = entry.socket.local().ok().filter(|name| name.is_set());
        let local = local.map(|name| self.unix.as_written(name.address()));
        let peer = entry.socket.peer().ok();
        let peer = peer.map(|name| self.unix.as_written(name.address()));
        if peer.is_some() {
            entry.connecting = false;
        }
        let loopback_only = entry.binding.is_kept_to_loopback();
        let now = Addresses { local, peer, loopback_only };
        if now != entry.known {
            entry.known = now.clone();
            let Addresses { local, peer, loopback_only } = now;
            self.report(Event::Addresses { socket: id, local, peer, loopback_only });
        }
    }
}
