//! Waiting for several sockets at once: one epoll(7) instance inside one `AsyncFd`.
//!
//! The sockets are level-triggered in an epoll instance of the session's own, and only that
//! instance is registered with the runtime. Readiness is therefore what poll(2) would report now.
//! An edge-triggered registration of each socket would cache it instead: the runtime never clears a
//! hang-up, and an unconnected TCP socket begins with one.

use std::io;
use std::os::fd::OwnedFd;
use std::task::{Context, Poll, ready};

use lab_shared::call::{PollEvents, SocketId};
use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::socket::{ReadySocket, Socket};

/// Most sockets reported at once; the kernel reports the rest the next time. Few, because each may
/// have a whole megabyte for the page, and all of it waits in memory until it is sent.
const BATCH: usize = 4;

/// The sockets of one session that are waited for.
#[derive(Debug)]
pub(crate) struct ReadySet {
    epoll: AsyncFd<OwnedFd>,
}

impl ReadySet {
    /// An empty set. Must be called within the runtime.
    #[allow(unsafe_code)]
    pub(crate) fn new() -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        // SAFETY: the `AsyncFd` owns the descriptor; no other code closes it or gives it away.
        let epoll = unsafe { AsyncFd::register_with_interest(epoll, Interest::READABLE) };
        Ok(Self { epoll: epoll.map_err(io::Error::from)? })
    }

    /// Changes the events registered for a socket from `before` to `after`; `None` registers nothing.
    pub(crate) fn set(
        &self,
        id: SocketId,
        socket: &Socket,
        before: Option<PollEvents>,
        after: Option<PollEvents>,
    ) -> io::Result<()> {
        let data = EventData::new_u64(id.0.into());
        match (before, after) {
            (None, None) => {}
            (None, Some(events)) => {
                epoll::add(self.epoll.get_ref(), &socket.inner, data, flags(events))?;
            }
            (Some(_), Some(events)) => {
                epoll::modify(self.epoll.get_ref(), &socket.inner, data, flags(events))?;
            }
            (Some(_), None) => epoll::delete(self.epoll.get_ref(), &socket.inner)?,
        }
        Ok(())
    }

    /// Waits until sockets have registered events, and returns them.
    pub(crate) fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<ReadySocket>>> {
        loop {
            let mut guard = ready!(self.epoll.poll_read_ready(cx))?;
            let found = self.look()?;
            if !found.is_empty() {
                return Poll::Ready(Ok(found));
            }
            guard.clear_ready();
        }
    }

    /// epoll_wait(2) with a timeout of zero.
    fn look(&self) -> io::Result<Vec<ReadySocket>> {
        let nothing = Event { flags: EventFlags::empty(), data: EventData::new_u64(0) };
        let mut events = [nothing; BATCH];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let count = epoll::wait(self.epoll.get_ref(), &mut events, Some(&now))?;
        let found = events.iter().take(count).filter_map(|event| {
            let socket = SocketId(u32::try_from(event.data.u64()).ok()?);
            // EPOLL* and POLL* have the same numbers in their lower half.
            let flags = event.flags;
            let events = PollEvents((flags.bits() & 0xffff) as u16);
            Some(ReadySocket { socket, events })
        });
        Ok(found.collect())
    }
}

/// Only what can be waited for: the upper half would change how epoll(7) works.
fn flags(events: PollEvents) -> EventFlags {
    EventFlags::from_bits_retain(u32::from(events.0))
}
