//! Waiting for several sockets at once: one poller (kqueue(2), or AFD of Windows) on a thread of its own, for all
//! sessions.
//!
//! A socket is reported once, and then asked for again when the session waits the next time. So readiness is what the
//! system would report now, as it is with a level-triggered poller.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;

use lab_shared::call::{PollEvents, SocketId};
use polling::{Event, Events, PollMode, Poller};

use crate::socket::system::{RawDescriptor, borrow, raw};
use crate::socket::{ReadySocket, Socket};

/// Most sockets reported at once; see the one of Linux.
const BATCH: usize = 4;

/// Most events that the thread takes from the poller at once.
const EVENTS: NonZeroUsize = NonZeroUsize::new(256).expect("it is more than zero");

/// The sockets of one session that are waited for.
#[derive(Debug)]
pub(crate) struct ReadySet {
    watch: &'static Watch,
    number: u32,
    inbox: Arc<Inbox>,
    registered: Mutex<Registered>,
}

#[derive(Debug, Default)]
struct Registered {
    sockets: HashMap<SocketId, (RawDescriptor, PollEvents)>,
    /// Those that were reported and are not asked for again yet.
    reported: Vec<SocketId>,
}

/// What the thread has found for one set.
#[derive(Debug, Default)]
struct Inbox(Mutex<Found>);

#[derive(Debug, Default)]
struct Found {
    ready: VecDeque<ReadySocket>,
    failed: Option<io::ErrorKind>,
    waker: Option<Waker>,
}

/// The poller, and whom its events are for.
#[derive(Debug)]
struct Watch {
    poller: Poller,
    sets: Mutex<HashMap<u32, Arc<Inbox>>>,
}

impl ReadySet {
    /// An empty set.
    pub(crate) fn new() -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let watch = Watch::get()?;
        let (number, inbox) = (NEXT.fetch_add(1, Ordering::Relaxed), Arc::default());
        watch.sets().insert(number, Arc::clone(&inbox));
        Ok(Self { watch, number, inbox, registered: Mutex::default() })
    }

    /// Changes the events registered for a socket from `before` to `after`; `None` registers nothing. A socket leaves the
    /// set before it is closed.
    #[allow(unsafe_code)]
    pub(crate) fn set(
        &self,
        id: SocketId,
        socket: &Socket,
        before: Option<PollEvents>,
        after: Option<PollEvents>,
    ) -> io::Result<()> {
        let mut registered = lock(&self.registered);
        let poller = &self.watch.poller;
        match (before, after) {
            (None, None) => {}
            (None, Some(events)) => {
                // SAFETY: whoever has a socket in a set takes it out before the socket is closed.
                unsafe {
                    poller.add_with_mode(
                        &socket.inner,
                        self.event(id, events),
                        PollMode::Oneshot,
                    )?;
                }
                registered.sockets.insert(id, (raw(&socket.inner), events));
            }
            (Some(_), Some(events)) => {
                poller.modify(&socket.inner, self.event(id, events))?;
                registered.sockets.insert(id, (raw(&socket.inner), events));
            }
            (Some(_), None) => {
                registered.sockets.remove(&id);
                poller.delete(&socket.inner)?;
            }
        }
        Ok(())
    }

    /// Waits until sockets have registered events, and returns them.
    pub(crate) fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<ReadySocket>>> {
        let mut registered = lock(&self.registered);
        for id in std::mem::take(&mut registered.reported) {
            if let Some((raw, events)) = registered.sockets.get(&id) {
                self.watch.poller.modify(borrow(*raw), self.event(id, *events))?;
            }
        }
        let mut found = lock(&self.inbox.0);
        if let Some(failed) = found.failed {
            return Poll::Ready(Err(failed.into()));
        }
        let mut ready = Vec::new();
        while ready.len() < BATCH
            && let Some(next) = found.ready.pop_front()
        {
            // One that has left the set meanwhile may still be in the inbox.
            if registered.sockets.contains_key(&next.socket) {
                registered.reported.push(next.socket);
                ready.push(next);
            }
        }
        if ready.is_empty() {
            found.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(Ok(ready))
    }

    fn event(&self, id: SocketId, events: PollEvents) -> Event {
        let key = (u64::from(self.number) << 32) | u64::from(id.0);
        let has = |bits: PollEvents| events.0 & bits.0 != 0;
        // A pointer has 64 bits on every system that this is for.
        let (inward, outward) = (has(PollEvents::IN | PollEvents::RDHUP), has(PollEvents::OUT));
        let mut event = Event::new(key as usize, inward, outward);
        event.set_priority(has(PollEvents::PRI));
        event
    }
}

impl Drop for ReadySet {
    fn drop(&mut self) {
        self.watch.sets().remove(&self.number);
        for (raw, _) in lock(&self.registered).sockets.values() {
            // It fails only for a socket that is not registered.
            let _ = self.watch.poller.delete(borrow(*raw));
        }
    }
}

impl Watch {
    fn get() -> io::Result<&'static Self> {
        static WATCH: OnceLock<Watch> = OnceLock::new();
        if let Some(watch) = WATCH.get() {
            return Ok(watch);
        }
        let made = Self { poller: Poller::new()?, sets: Mutex::default() };
        let mut first = false;
        let watch = WATCH.get_or_init(|| {
            first = true;
            made
        });
        if first {
            thread::Builder::new().name("readiness".into()).spawn(|| watch.work())?;
        }
        Ok(watch)
    }

    fn work(&self) {
        let mut events = Events::with_capacity(EVENTS);
        loop {
            events.clear();
            match self.poller.wait(&mut events, None) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    tracing::error!(%error, "no socket can be waited for any more");
                    self.sets().values().for_each(|inbox| inbox.fail(error.kind()));
                    return;
                }
                _ => {}
            }
            for event in events.iter() {
                let key = event.key as u64;
                let inbox = self.sets().get(&((key >> 32) as u32)).cloned();
                if let Some(inbox) = inbox {
                    inbox.put(ReadySocket { socket: SocketId(key as u32), events: found(&event) });
                }
            }
        }
    }

    fn sets(&self) -> MutexGuard<'_, HashMap<u32, Arc<Inbox>>> {
        lock(&self.sets)
    }
}

impl Inbox {
    fn put(&self, ready: ReadySocket) {
        let mut found = lock(&self.0);
        found.ready.push_back(ready);
        found.wake();
    }

    fn fail(&self, kind: io::ErrorKind) {
        let mut found = lock(&self.0);
        found.failed = Some(kind);
        found.wake();
    }
}

impl Found {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// What the poller says, in terms of poll(2).
fn found(event: &Event) -> PollEvents {
    let mut found = PollEvents::default();
    for (is, bit) in [
        (event.readable, PollEvents::IN),
        (event.writable, PollEvents::OUT),
        (event.is_priority(), PollEvents::PRI),
        (event.is_interrupt(), PollEvents::HUP),
        (event.is_err() == Some(true), PollEvents::ERR),
    ] {
        if is {
            found = found | bit;
        }
    }
    found
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::net::{Ipv4Addr, SocketAddr};

    use lab_shared::call::{Family, MsgFlags, SocketType};

    use super::*;

    fn datagrams() -> (Socket, Socket, crate::socket::Name) {
        let open = || Socket::open(Family::Inet, SocketType::Dgram, 0).unwrap();
        let (one, other) = (open(), open());
        one.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).unwrap();
        let name = one.local().unwrap();
        (one, other, name)
    }

    #[tokio::test]
    async fn a_socket_is_reported_as_long_as_it_has_what_is_waited_for() {
        let (one, other, name) = datagrams();
        let set = ReadySet::new().unwrap();
        let id = SocketId(7);
        set.set(id, &one, None, Some(PollEvents::IN)).unwrap();
        for _ in 0..2 {
            other.send_to(b"x", &name, MsgFlags::NONE).unwrap();
        }
        for _ in 0..3 {
            let ready = poll_fn(|cx| set.poll_ready(cx)).await.unwrap();
            assert_eq!(ready, [ReadySocket { socket: id, events: PollEvents::IN }]);
        }
        let mut buffer = [0; 9];
        while one.recv(&mut buffer, MsgFlags::NONE).is_ok() {}
        // One that it was asked for before may come still; the next has nothing to say.
        let quiet = async { while poll_fn(|cx| set.poll_ready(cx)).await.is_ok() {} };
        let patience = std::time::Duration::from_millis(20);
        assert!(tokio::time::timeout(patience, quiet).await.is_err());
        other.send_to(b"x", &name, MsgFlags::NONE).unwrap();
        assert_eq!(poll_fn(|cx| set.poll_ready(cx)).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn sets_hear_of_their_own_sockets_alone_and_of_none_that_has_left() {
        let (one, other, name) = datagrams();
        let (first, second) = (ReadySet::new().unwrap(), ReadySet::new().unwrap());
        first.set(SocketId(1), &one, None, Some(PollEvents::IN)).unwrap();
        second.set(SocketId(2), &other, None, Some(PollEvents::OUT)).unwrap();
        let ready = poll_fn(|cx| second.poll_ready(cx)).await.unwrap();
        assert_eq!(ready, [ReadySocket { socket: SocketId(2), events: PollEvents::OUT }]);
        first.set(SocketId(1), &one, Some(PollEvents::IN), None).unwrap();
        other.send_to(b"x", &name, MsgFlags::NONE).unwrap();
        let nothing = poll_fn(|cx| first.poll_ready(cx));
        let patience = std::time::Duration::from_millis(20);
        assert!(tokio::time::timeout(patience, nothing).await.is_err());
        // It may be waited for again, by another set.
        second.set(SocketId(3), &one, None, Some(PollEvents::IN)).unwrap();
        drop((first, second));
    }
}
