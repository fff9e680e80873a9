//! A session's side of watching: beginning and ending it, and telling the page.

use lab_shared::call::SocketId;
use lab_shared::kernel::WatchEnd;
use lab_shared::wire::Event;

use super::engine::{Due, Engine};
use crate::resources::limits::WATCHED_BYTES;
use crate::socket::Socket;

impl Engine {
    /// Watches a socket, or stops watching it.
    pub(crate) fn watch(&mut self, id: SocketId, on: bool) {
        if !on {
            self.watches.end(id);
            self.view_nothing_of(id);
        } else if self.sockets.contains(id) {
            self.watches.begin(id);
            self.view_as_named(id);
        } else if !self.watches.has(id) {
            // The page asked before it heard that its socket was closed.
            self.tell_unwatched(id, WatchEnd::Gone);
        }
    }

    /// Looks at the next of the watched sockets and tells the page what is new.
    pub(super) fn look_at_watched(&mut self) {
        let looked = self.watches.look(|id| self.sockets.kernel_socket(id), self.clock.now());
        self.work += looked.sockets * WATCHED_BYTES;
        looked.news.into_iter().for_each(|event| self.tell(event));
        for id in looked.gone {
            self.unwatch(id, WatchEnd::Gone);
        }
        if looked.more {
            self.due.push_back(Due::Watched);
        }
    }

    /// A socket is about to be closed: a watched connection is followed from then on. Of others it
    /// says why the watch ends with the close.
    pub(super) fn watch_closing(&mut self, id: SocketId, socket: &Socket) -> Option<WatchEnd> {
        let end = self.watches.closing(id, socket);
        if let Some(oldest) = self.watches.crowded_out() {
            self.unwatch(oldest, WatchEnd::Crowded);
        }
        end
    }

    /// Watches a socket no more, and tells the page.
    pub(super) fn unwatch(&mut self, id: SocketId, why: WatchEnd) {
        self.watches.end(id);
        self.view_last_of(id);
        self.tell_unwatched(id, why);
    }

    fn tell_unwatched(&mut self, socket: SocketId, why: WatchEnd) {
        let at = self.clock.now();
        self.tell(Event::Unwatched { socket, at, why });
    }
}
