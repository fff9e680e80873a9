//! The sockets of a session, by the names its page has for them.

use std::collections::{HashMap, VecDeque};

use lab_shared::call::{CallId, SocketId};

use super::entry::{QueueId, QueuedCall, SocketEntry};
use crate::socket::Socket;

/// The sockets of one session: those with a descriptor, and those that only calls in progress keep.
#[derive(Debug)]
pub(super) struct Sockets {
    entries: HashMap<SocketId, SocketEntry>,
    /// The name of the next socket; `None` once all names are used up.
    next: Option<u32>,
    limit: usize,
}

impl Sockets {
    /// No sockets yet, and at most `limit` at once. The first one will be named `first`.
    pub(super) fn new(first: SocketId, limit: usize) -> Self {
        Self { entries: HashMap::new(), next: Some(first.0), limit }
    }

    /// Whether the page may have `more` sockets.
    pub(super) fn has_room(&self, more: usize) -> bool {
        let names = self.next.map_or(0, |next| (u32::MAX - next) as usize + 1);
        more <= names && self.entries.len() + more <= self.limit
    }

    /// Names a new socket; `None` where there is no name left, and the socket is closed.
    pub(super) fn add(&mut self, socket: Socket, low_water: usize) -> Option<SocketId> {
        let id = SocketId(self.next?);
        self.next = id.0.checked_add(1);
        self.entries.insert(id, SocketEntry::new(socket, low_water));
        Some(id)
    }

    /// The same, if the page may have another one.
    pub(super) fn add_within_limit(
        &mut self,
        socket: Socket,
        low_water: usize,
    ) -> Option<SocketId> {
        if self.has_room(1) { self.add(socket, low_water) } else { None }
    }

    /// Takes out a socket that has neither a descriptor nor a call in progress.
    pub(super) fn take_unused(&mut self, id: SocketId) -> Option<SocketEntry> {
        let unused = self.get(id).is_some_and(|entry| entry.closed && entry.is_unused());
        if unused { self.entries.remove(&id) } else { None }
    }

    /// A socket whose descriptor is open: new calls may be made on it.
    pub(super) fn open(&self, id: SocketId) -> Option<&SocketEntry> {
        self.get(id).filter(|entry| !entry.closed)
    }

    /// A socket whose descriptor is open, to change it.
    pub(super) fn open_mut(&mut self, id: SocketId) -> Option<&mut SocketEntry> {
        self.get_mut(id).filter(|entry| !entry.closed)
    }

    /// A socket, whether its descriptor is open or only calls in progress keep it.
    pub(super) fn get(&self, id: SocketId) -> Option<&SocketEntry> {
        self.entries.get(&id)
    }

    /// Such a socket, to change it.
    pub(super) fn get_mut(&mut self, id: SocketId) -> Option<&mut SocketEntry> {
        self.entries.get_mut(&id)
    }

    /// The sockets of hosts that have died.
    pub(super) fn lost(&self) -> Vec<SocketId> {
        let lost = self.entries.iter().filter(|(_, entry)| entry.is_lost());
        lost.map(|(id, _)| *id).collect()
    }

    /// The kernel's socket.
    pub(super) fn kernel_socket(&self, id: SocketId) -> Option<&Socket> {
        self.get(id).map(|entry| &entry.socket)
    }

    /// The same for a socket of the relay's machine.
    pub(super) fn socket_of_machine(&self, id: SocketId) -> Option<&Socket> {
        self.get(id).filter(|entry| entry.host.is_none()).map(|entry| &entry.socket)
    }

    /// A queue of a socket.
    pub(super) fn queue(&mut self, queue: QueueId) -> Option<&mut VecDeque<QueuedCall>> {
        Some(self.get_mut(queue.socket)?.queue(queue.side))
    }

    /// The first call of a queue.
    pub(super) fn head(&mut self, queue: QueueId) -> Option<&mut QueuedCall> {
        self.queue(queue)?.front_mut()
    }

    /// Whether this call is the first of a queue.
    pub(super) fn is_head(&mut self, queue: QueueId, call: CallId, serial: u64) -> bool {
        self.head(queue).is_some_and(|head| head.id == call && head.serial == serial)
    }
}

/// All sockets of a page that vanishes are freed at once: SO_LINGER must not make close(2) wait.
impl Drop for Sockets {
    fn drop(&mut self) {
        for entry in self.entries.values() {
            if entry.socket.linger().is_some() {
                // Where that fails, close(2) waits as the page asked it to.
                let _ = entry.socket.set_linger(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use bytes::Bytes;
    use lab_shared::call::{Family, Op, PollEvents, SocketType};

    use super::*;
    use crate::session::calls::attempt::BlockingMode;
    use crate::session::calls::entry::{CallState, Side};
    use crate::session::calls::timers::CallTimers;
    use crate::session::clock::{CallTimes, Clock};
    use crate::socket::Name;

    fn tcp() -> Socket {
        Socket::open(Family::Inet, SocketType::Stream, 0).unwrap()
    }

    fn close(sockets: &mut Sockets, id: SocketId) {
        sockets.open_mut(id).unwrap().closed = true;
        assert!(sockets.take_unused(id).is_some() && sockets.get(id).is_none());
    }

    fn accept(id: u32, serial: u64) -> QueuedCall {
        QueuedCall {
            id: CallId(id),
            serial,
            op: Op::Accept,
            bytes: Bytes::new(),
            times: CallTimes::new(Clock::start()),
            mode: BlockingMode::Blocking,
            timers: CallTimers::default(),
            state: CallState::Waiting,
            reported: false,
            received: None,
        }
    }

    #[test]
    fn names_follow_the_first_and_are_never_used_again() {
        let mut sockets = Sockets::new(SocketId(10), 2);
        assert_eq!(sockets.add(tcp(), 1), Some(SocketId(10)));
        assert_eq!(sockets.add(tcp(), 1), Some(SocketId(11)));
        assert!(!sockets.has_room(1), "that is its limit");
        close(&mut sockets, SocketId(10));
        assert!(sockets.has_room(1) && !sockets.has_room(2));
        assert_eq!(sockets.add(tcp(), 1), Some(SocketId(12)));
    }

    #[test]
    fn without_a_name_left_there_is_no_room() {
        let mut sockets = Sockets::new(SocketId(u32::MAX), 8);
        assert!(sockets.has_room(1) && !sockets.has_room(2));
        assert_eq!(sockets.add(tcp(), 1), Some(SocketId(u32::MAX)));
        assert!(!sockets.has_room(1) && sockets.has_room(0));
        assert_eq!(sockets.add(tcp(), 1), None);
    }

    #[test]
    fn the_queues_of_a_socket_have_heads_of_their_own() {
        let mut sockets = Sockets::new(SocketId(1), 1);
        let socket = sockets.add(tcp(), 1).unwrap();
        let [inward, outward] = [Side::Inward, Side::Outward].map(|side| QueueId { socket, side });
        sockets.queue(inward).unwrap().extend([accept(5, 1), accept(6, 2)]);
        assert!(sockets.is_head(inward, CallId(5), 1));
        assert!(!sockets.is_head(inward, CallId(6), 2) && !sockets.is_head(outward, CallId(5), 1));
        assert!(!sockets.is_head(inward, CallId(5), 9), "an earlier call had this id");
        sockets.queue(inward).unwrap().pop_front();
        assert!(sockets.is_head(inward, CallId(6), 2) && sockets.head(outward).is_none());
        sockets.queue(inward).unwrap().clear();
        close(&mut sockets, socket);
        assert!(sockets.queue(inward).is_none() && !sockets.is_head(inward, CallId(6), 2));
    }

    #[test]
    fn a_call_in_progress_keeps_a_closed_socket_and_its_place() {
        let mut sockets = Sockets::new(SocketId(1), 1);
        let socket = sockets.add(tcp(), 1).unwrap();
        let inward = QueueId { socket, side: Side::Inward };
        sockets.queue(inward).unwrap().push_back(accept(5, 1));
        assert!(sockets.take_unused(socket).is_none(), "its descriptor is open");
        sockets.open_mut(socket).unwrap().closed = true;
        assert!(sockets.open(socket).is_none() && sockets.open_mut(socket).is_none());
        assert!(sockets.take_unused(socket).is_none() && !sockets.has_room(1));
        assert!(sockets.is_head(inward, CallId(5), 1) && sockets.kernel_socket(socket).is_some());
        sockets.queue(inward).unwrap().pop_front();
        sockets.get_mut(socket).unwrap().polls.insert(CallId(6), PollEvents::IN);
        assert!(sockets.take_unused(socket).is_none(), "a poll is a call in progress too");
        sockets.get_mut(socket).unwrap().polls.clear();
        assert!(sockets.take_unused(socket).is_some() && sockets.has_room(1));
    }

    #[test]
    fn dropping_them_does_not_wait_for_bytes_that_linger() {
        let listener = tcp();
        listener.bind(&Name::inet([127, 0, 0, 1].into(), 0, 0, 0)).unwrap();
        listener.listen(1).unwrap();
        let mut sockets = Sockets::new(SocketId(1), 1);
        let client = tcp();
        // The kernel establishes the connection; it is never accepted or read.
        let _ = client.connect(&listener.local().unwrap());
        while client.ready(lab_shared::call::PollEvents::OUT).is_empty() {
            std::thread::yield_now();
        }
        let bytes = vec![0; 1 << 20];
        while client.send(&bytes, lab_shared::call::MsgFlags::NONE).is_ok() {}
        client.set_linger(Some(30)).unwrap();
        sockets.add(client, 1).unwrap();
        let before = Instant::now();
        drop(sockets);
        assert!(before.elapsed() < Duration::from_secs(5));
    }
}
