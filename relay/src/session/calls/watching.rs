//! Watched sockets: starts and stops the kernel watch and the capture, and reports what they find.

use std::net::SocketAddr;

use lab_shared::call::SocketId;
use lab_shared::kernel::WatchEnd;
use lab_shared::wire::Event;

use super::engine::{Due, Engine};
use crate::resources::limits::WATCHED_BYTES;
use crate::socket::Socket;

impl Engine {
    /// Starts or stops watching a socket.
    pub(crate) fn watch(&mut self, id: SocketId, on: bool) {
        if !on {
            self.kernel_watch.end(id);
            self.capture.unfollow(id);
        } else if let Some(entry) = self.sockets.get(id) {
            self.kernel_watch.begin(id, entry.host.clone());
            self.capture_watched(id);
        } else if !self.kernel_watch.has(id) {
            // The socket was closed before the request arrived.
            self.report_unwatched(id, WatchEnd::Gone);
        }
    }

    /// Looks at the next of the watched sockets and reports what has changed.
    pub(super) fn look_at_watched(&mut self) {
        let looked = self.kernel_watch.look(|id| self.sockets.kernel_socket(id), self.clock.now());
        self.work += looked.sockets * WATCHED_BYTES;
        looked.events.into_iter().for_each(|event| self.report(event));
        for id in looked.gone {
            self.unwatch(id, WatchEnd::Gone);
        }
        if looked.more {
            self.due.push_back(Due::Watched);
        }
    }

    /// A socket is about to be closed. A watched connection is followed from then on; for other
    /// sockets this returns why the watch ends with the close.
    pub(super) fn watch_closing(&mut self, id: SocketId, socket: &Socket) -> Option<WatchEnd> {
        let end = self.kernel_watch.closing(id, socket);
        if let Some(oldest) = self.kernel_watch.over_limit() {
            self.unwatch(oldest, WatchEnd::Crowded);
        }
        end
    }

    /// Ends a watch and reports it.
    pub(super) fn unwatch(&mut self, id: SocketId, why: WatchEnd) {
        self.kernel_watch.end(id);
        self.capture.unfollow_later(id);
        self.report_unwatched(id, why);
    }

    /// Has the capture follow a watched socket by the addresses it has now. A host's packets are seen on its cable.
    pub(super) fn capture_watched(&mut self, id: SocketId) {
        if self.kernel_watch.has(id)
            && let Some(socket) = self.sockets.socket_of_machine(id)
        {
            self.capture.follow(id, socket);
        }
    }

    /// Has the capture follow a watched socket that is about to connect to `peer`.
    pub(super) fn capture_connect(&mut self, id: SocketId, peer: SocketAddr) {
        if self.kernel_watch.has(id)
            && let Some(socket) = self.sockets.socket_of_machine(id)
        {
            self.capture.follow_connect(id, socket, peer);
        }
    }

    /// Reports segments to the page.
    pub(super) fn report_segments(&mut self) {
        if let Some(event) = self.capture.report() {
            self.report(event);
        }
    }

    fn report_unwatched(&mut self, socket: SocketId, why: WatchEnd) {
        let at = self.clock.now();
        self.report(Event::Unwatched { socket, at, why });
    }
}
