//! The segments of a session's watched sockets.
//!
//! | module | what it does |
//! |---|---|
//! | `active` | reads packets, keeps what belongs to a watched socket, reports at a bounded rate |
//! | `scope` | which segments a socket is about |

mod active;
mod scope;

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use lab_shared::call::SocketId;
use lab_shared::kernel::CaptureState;
use lab_shared::wire::Event;

use super::clock::Clock;
use crate::policy::CaptureAccess;
use crate::socket::{Endpoints, Socket};
use active::ActiveCapture;
use scope::CaptureScope;

/// What a session sees of segments. Without a capture its methods do nothing.
#[derive(Debug)]
pub(super) enum Capture {
    /// The relay's owner did not ask for it.
    Off,
    /// The kernel refuses, or refused later.
    Denied,
    /// The segments of the sockets that it follows.
    On(Box<ActiveCapture>),
}

impl Capture {
    /// A capture that follows no socket yet. Must be called within the runtime.
    pub(super) fn new(access: CaptureAccess, clock: Clock) -> Self {
        let interfaces = match access {
            CaptureAccess::Off => return Self::Off,
            CaptureAccess::Denied => return Self::Denied,
            CaptureAccess::On(interfaces) => interfaces,
        };
        match ActiveCapture::new(interfaces, clock) {
            Ok(active) => Self::On(Box::new(active)),
            Err(error) => {
                tracing::warn!(%error, "this page sees no segments");
                Self::Denied
            }
        }
    }

    /// What the page learns of it in the relay's hello.
    pub(super) fn state(&self) -> CaptureState {
        match self {
            Self::Off => CaptureState::Off,
            Self::Denied => CaptureState::Denied,
            Self::On(_) => CaptureState::Available,
        }
    }

    /// Follows a TCP socket by the addresses it has now; one without a port is not followed.
    pub(super) fn follow(&mut self, id: SocketId, socket: &Socket) {
        if let Self::On(active) = self
            && socket.is_tcp()
        {
            let scope = CaptureScope::of(Endpoints::of(socket), active.scope(id));
            self.set_scope(id, scope);
        }
    }

    /// Follows a TCP socket that is about to connect to `peer`.
    pub(super) fn follow_connect(&mut self, id: SocketId, socket: &Socket, peer: SocketAddr) {
        if socket.is_tcp() {
            self.set_scope(id, Some(CaptureScope::Towards(peer)));
        }
    }

    /// Follows a socket no longer.
    pub(super) fn unfollow(&mut self, id: SocketId) {
        self.set_scope(id, None);
    }

    /// Follows a closed socket until its last segments have come.
    pub(super) fn unfollow_later(&mut self, id: SocketId) {
        if let Self::On(active) = self {
            active.unfollow_later(id);
        }
    }

    /// Waits until there is something to report.
    pub(super) fn poll_report(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Self::On(active) = self else { return Poll::Pending };
        match active.poll_report(cx) {
            Poll::Ready(Ok(())) => Poll::Ready(()),
            Poll::Ready(Err(error)) => {
                self.end(&error);
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        }
    }

    /// The segments that were not reported yet, as far as they fit into one event.
    pub(super) fn report(&mut self) -> Option<Event> {
        let Self::On(active) = self else { return None };
        active.report().inspect_err(|error| self.end(error)).ok()
    }

    fn set_scope(&mut self, id: SocketId, scope: Option<CaptureScope>) {
        if let Self::On(active) = self
            && let Err(error) = active.set_scope(id, scope)
        {
            self.end(&error);
        }
    }

    fn end(&mut self, error: &io::Error) {
        tracing::error!(%error, "the kernel shows no more packets, so this page sees no more segments");
        *self = Self::Denied;
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::net::TcpStream;
    use std::task::Waker;
    use std::time::Duration;

    use lab_shared::call::{Family, SocketType};
    use lab_shared::kernel::Segment;
    use tokio::time::timeout;

    use super::*;
    use crate::socket::{Interfaces, Name, may_capture};

    fn listener() -> Socket {
        let socket = Socket::open(Family::Inet, SocketType::Stream, 0).unwrap();
        socket.bind(&Name::inet([127, 0, 0, 1].into(), 0, 0, 0)).unwrap();
        socket.listen(1).unwrap();
        socket
    }

    fn address(socket: &Socket) -> SocketAddr {
        socket.local().unwrap().socket_address().unwrap()
    }

    /// A capture on loopback; `None` where the kernel refuses and its state is denied.
    fn capture() -> Option<Capture> {
        let access = CaptureAccess::On(Interfaces::Loopback);
        let capture = Capture::new(access, Clock::start());
        if may_capture().is_ok() {
            assert_eq!(capture.state(), CaptureState::Available);
            return Some(capture);
        }
        assert_eq!(capture.state(), CaptureState::Denied);
        eprintln!("NOT RUN: to see packets takes CAP_NET_RAW, which this process lacks");
        None
    }

    async fn next_report(capture: &mut Capture) -> Vec<Segment> {
        let due = poll_fn(|cx| capture.poll_report(cx));
        timeout(Duration::from_secs(10), due).await.expect("segments in time");
        match capture.report() {
            Some(Event::Segments { segments, missed: 0 }) => segments,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn without_a_capture_nothing_is_followed_or_reported() {
        let socket = listener();
        for (access, state) in
            [(CaptureAccess::Off, CaptureState::Off), (CaptureAccess::Denied, CaptureState::Denied)]
        {
            let mut capture = Capture::new(access, Clock::start());
            capture.follow(SocketId(1), &socket);
            capture.unfollow_later(SocketId(1));
            let polled = capture.poll_report(&mut Context::from_waker(Waker::noop()));
            assert!(polled.is_pending() && capture.report().is_none());
            assert_eq!(capture.state(), state);
        }
    }

    #[tokio::test]
    async fn segments_are_those_of_the_sockets_that_are_followed_now() {
        let Some(mut capture) = capture() else { return };
        let [left, followed] = [listener(), listener()];
        capture.follow(SocketId(1), &left);
        capture.follow(SocketId(2), &followed);
        capture.unfollow(SocketId(1));
        let _before = TcpStream::connect(address(&left)).unwrap();
        let _client = TcpStream::connect(address(&followed)).unwrap();
        let segments = next_report(&mut capture).await;
        let port = Some(i64::from(address(&followed).port()));
        assert!(
            segments.iter().all(|it| [it.source.port(), it.destination.port()].contains(&port))
        );
        assert_eq!(segments[0].flags.names().collect::<Vec<_>>(), ["SYN"]);
    }

    #[tokio::test]
    async fn a_connect_is_followed_before_it_has_a_port() {
        let Some(mut capture) = capture() else { return };
        let (server, client) = (listener(), Socket::open(Family::Inet, SocketType::Stream, 0));
        let (peer, client) = (address(&server), client.unwrap());
        capture.follow(SocketId(1), &client);
        capture.follow_connect(SocketId(1), &client, peer);
        let _ = client.connect(&server.local().unwrap());
        capture.follow(SocketId(1), &client);
        let segments = next_report(&mut capture).await;
        assert_eq!(segments[0].source.port(), Some(i64::from(address(&client).port())));
        assert_eq!(segments[0].flags.names().collect::<Vec<_>>(), ["SYN"]);
    }
}
