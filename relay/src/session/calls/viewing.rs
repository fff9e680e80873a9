//! A session's side of capturing: what is to be seen as its sockets come, connect and go.

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use lab_shared::call::SocketId;
use lab_shared::kernel::CaptureState;

use super::engine::Engine;
use crate::policy::CaptureAccess;
use crate::session::capture::active::Capturing;
use crate::session::capture::scope::Interest;
use crate::session::clock::Clock;
use crate::socket::Endpoints;

impl Engine {
    /// The session's view of the wire, where its pages may have one.
    pub(super) fn capturing(capture: CaptureAccess, clock: Clock) -> Option<Capturing> {
        let CaptureAccess::On(interfaces) = capture else { return None };
        Capturing::new(interfaces, clock)
            .inspect_err(|error| tracing::warn!(%error, "this page sees no segments"))
            .ok()
    }

    /// What the page is told of it.
    pub(crate) fn capture_state(&self) -> CaptureState {
        match (&self.capturing, self.context.capture) {
            (Some(_), _) => CaptureState::Available,
            (None, CaptureAccess::Off) => CaptureState::Off,
            (None, CaptureAccess::Denied | CaptureAccess::On(_)) => CaptureState::Denied,
        }
    }

    /// Views a watched socket as what its names say it is.
    pub(super) fn view_as_named(&mut self, id: SocketId) {
        let Some(capturing) = &self.capturing else { return };
        let Some(entry) = self.sockets.get(id) else { return };
        if self.watches.has(id) && entry.socket.is_tcp() {
            let interest = Interest::of(Endpoints::of(&entry.socket), capturing.interest(id));
            self.view(id, interest);
        }
    }

    /// Views a watched socket as one that is about to connect.
    pub(super) fn view_towards(&mut self, id: SocketId, peer: SocketAddr) {
        let Some(entry) = self.sockets.get(id) else { return };
        if self.watches.has(id) && entry.socket.is_tcp() {
            self.view(id, Some(Interest::Towards(peer)));
        }
    }

    /// Views nothing of a socket any more.
    pub(super) fn view_nothing_of(&mut self, id: SocketId) {
        self.view(id, None);
    }

    /// Views only the last segments of a socket that is gone.
    pub(super) fn view_last_of(&mut self, id: SocketId) {
        if let Some(capturing) = &mut self.capturing {
            capturing.part_from(id);
        }
    }

    /// Waits until the page is to be told of segments.
    pub(super) fn poll_segments(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(capturing) = &mut self.capturing else { return Poll::Pending };
        match capturing.poll_report(cx) {
            Poll::Ready(Ok(())) => Poll::Ready(()),
            Poll::Ready(Err(error)) => {
                self.view_is_lost(&error);
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        }
    }

    /// Tells the page of segments.
    pub(super) fn tell_segments(&mut self) {
        let Some(capturing) = &mut self.capturing else { return };
        match capturing.report() {
            Ok(event) => self.tell(event),
            Err(error) => self.view_is_lost(&error),
        }
    }

    fn view(&mut self, id: SocketId, interest: Option<Interest>) {
        let Some(capturing) = &mut self.capturing else { return };
        if let Err(error) = capturing.set_interest(id, interest) {
            self.view_is_lost(&error);
        }
    }

    fn view_is_lost(&mut self, error: &io::Error) {
        tracing::error!(%error, "the kernel shows no more packets, so this page sees no more segments");
        self.capturing = None;
    }
}
