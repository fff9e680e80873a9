//! recv and recvfrom, as CPython's `sock_recv` and `sock_recvfrom` make them.
//!
//! Before a system call takes bytes from the kernel there is room for them. A recv without room waits
//! until the page has taken what was on its way to it; its bytes stay in the kernel. One that gathers,
//! since it was asked to wait for more than comes at once, takes room for everything before its first
//! byte, or is refused: two that had half of their bytes could otherwise wait for each other's room.

use bytes::Bytes;
use lab_shared::call::{Exception, Failure, Family, MsgFlags, PollEvents, Rule, SocketType, Value};
use lab_shared::errno::Errno;
use lab_shared::wire::MAX_PAYLOAD_BYTES;

use super::attempt::{Attempt, BlockingMode, with_scratch, would_block};
use crate::resources::account::{Hold, PageMemory};
use crate::resources::limits::LEAST_RECEIVED;
use crate::session::clock::CallTimes;
use crate::socket::{Name, Socket, failed};

/// No datagram of IP is longer: its length is a number of 16 bits, RFC 768.
const MAX_DATAGRAM_BYTES: usize = 65_535;

/// A recv or recvfrom under way.
#[derive(Debug)]
pub(crate) struct Receive {
    length: usize,
    flags: MsgFlags,
    /// `recvfrom`: returns the sender too.
    sender: bool,
    /// Bytes a blocking stream has given so far, where it was asked to wait for more.
    taken: Vec<u8>,
    /// Room for what it may take. Kept between attempts only where bytes were taken.
    hold: Option<Hold>,
}

/// How long one attempt waits, and for how much.
#[derive(Debug, Clone, Copy)]
struct Wait {
    /// Whether it waits at all.
    waits: bool,
    /// How many bytes a blocking stream waits for, as in the kernel's `sock_rcvlowat`.
    target: usize,
    /// poll(2) does not report the bytes that would complete this call, because they are below the
    /// low-water mark.
    untold: bool,
}

impl Receive {
    /// A `recv`, or with `sender` a `recvfrom`.
    ///
    /// # Errors
    /// Python's ValueError for a negative size.
    pub(crate) fn new(bufsize: i64, flags: MsgFlags, sender: bool) -> Result<Self, Failure> {
        let Ok(length) = usize::try_from(bufsize) else {
            let caller = if sender { "recvfrom" } else { "recv" };
            let message = format!("negative buffersize in {caller}");
            return Err(Failure::plain(Exception::ValueError, message));
        };
        Ok(Self {
            length: length.min(MAX_PAYLOAD_BYTES),
            flags,
            sender,
            taken: Vec::new(),
            hold: None,
        })
    }

    /// One attempt. `low_water` is the socket's SO_RCVLOWAT.
    pub(crate) fn attempt(
        &mut self,
        socket: &Socket,
        mode: BlockingMode,
        low_water: usize,
        memory: &PageMemory,
        times: &mut CallTimes,
    ) -> Attempt {
        // CPython asks the kernel nothing for recv(0); for recvfrom(0) it does.
        if self.length == 0 && !self.sender {
            times.end();
            return Attempt::Done(Ok(Value::Bytes(Bytes::new())));
        }
        // With a timeout CPython polls first; MSG_DONTWAIT then changes nothing.
        if matches!(mode, BlockingMode::Timeout(_))
            && times.around(|| socket.ready(PollEvents::IN)).is_empty()
        {
            return Attempt::Blocked(PollEvents::IN);
        }
        let wait = self.wait(socket, mode, low_water);
        // Bytes below the low-water mark stay in the kernel, so that poll(2) reports them together.
        if wait.target > 1 && !self.flags.contains(MsgFlags::WAITALL) {
            let nothing = times.around(|| socket.ready(PollEvents::IN)).is_empty();
            if nothing && socket.unread() < wait.target as u64 {
                return wait.blocked();
            }
        }
        let Some(room) = self.reserve(socket, wait, memory) else {
            return without_room(socket, wait, times);
        };
        let attempt = with_scratch(room, |scratch| self.receive(socket, wait, scratch, times));
        if self.taken.is_empty() {
            self.hold = None;
        }
        attempt
    }

    fn wait(&self, socket: &Socket, mode: BlockingMode, low_water: usize) -> Wait {
        let waits = match mode {
            // Linux never waits for out-of-band data, whatever the socket.
            BlockingMode::Blocking => self.flags.0 & (MsgFlags::DONTWAIT | MsgFlags::OOB).0 == 0,
            BlockingMode::NonBlocking => false,
            BlockingMode::Timeout(_) => true,
        };
        let whole = self.flags.contains(MsgFlags::WAITALL);
        if mode != BlockingMode::Blocking || !waits || socket.kind() != SocketType::Stream {
            return Wait { waits, target: 0, untold: false };
        }
        let target = if whole { self.length } else { low_water.min(self.length) };
        let untold = low_water > 1 && (whole || self.length < low_water);
        Wait { waits, target, untold }
    }

    /// Takes room for what may be received. How many bytes that is; `None` where there is no room.
    fn reserve(&mut self, socket: &Socket, wait: Wait, memory: &PageMemory) -> Option<usize> {
        let wanted = self.length - self.taken.len();
        if self.hold.is_some() {
            return Some(wanted);
        }
        let hold = if wait.gathers() {
            memory.waiting.hold(wanted).ok()
        } else if socket.kind() == SocketType::Stream {
            memory.hold_leaving(wanted, wanted.min(LEAST_RECEIVED))
        } else {
            // What a datagram has no room for would be lost.
            let longest = match socket.family() {
                Family::Inet | Family::Inet6 => wanted.min(MAX_DATAGRAM_BYTES),
                Family::Unix => wanted,
            };
            memory.hold_leaving(longest, longest)
        };
        Some(self.hold.insert(hold?).bytes())
    }

    fn receive(
        &mut self,
        socket: &Socket,
        wait: Wait,
        scratch: &mut [u8],
        times: &mut CallTimes,
    ) -> Attempt {
        let before = self.taken.len();
        loop {
            // An error must wait for the next call when this one already has bytes to give.
            if !self.taken.is_empty()
                && socket.ready(PollEvents::IN).contains(PollEvents::ERR)
                && socket.unread() == 0
            {
                return self.done(&[], None);
            }
            let left = scratch.len() - (self.taken.len() - before);
            let room = &mut scratch[..left];
            let truncates = self.flags.contains(MsgFlags::TRUNC);
            if truncates {
                // The kernel then counts bytes it does not write; they must not be another's.
                room.fill(0);
            }
            let result = times.around(|| {
                if self.sender {
                    socket.recv_from(room, self.flags)
                } else {
                    socket.recv(room, self.flags).map(|count| (count, None))
                }
            });
            let (count, sender) = match result {
                Ok(received) => received,
                Err(error) if would_block(&error) && wait.waits => return wait.blocked(),
                Err(_) if !self.taken.is_empty() => return self.done(&[], None),
                Err(error) => return Attempt::failed(&error),
            };
            if truncates && count > room.len() {
                return self.done(&counted(room, count), sender);
            }
            let received = &room[..count.min(room.len())];
            if self.flags.contains(MsgFlags::PEEK) {
                // Peeked bytes stay where they are, so a further look shows them again.
                if count == 0 || count >= wait.target {
                    return self.done(received, sender);
                }
                return wait.blocked();
            }
            if count == 0 || self.taken.len() + count >= wait.target {
                return self.done(received, sender);
            }
            self.taken.reserve_exact(left);
            self.taken.extend_from_slice(received);
        }
    }

    fn done(&mut self, last: &[u8], sender: Option<Name>) -> Attempt {
        let mut bytes = std::mem::take(&mut self.taken);
        bytes.reserve_exact(last.len());
        bytes.extend_from_slice(last);
        bytes.shrink_to_fit();
        let hold = self.hold.take().map(|mut hold| {
            hold.settle(bytes.len());
            hold
        });
        let bytes = Bytes::from(bytes);
        let value = if self.sender {
            Value::BytesFrom { address: sender.map(|name| name.address()), bytes }
        } else {
            Value::Bytes(bytes)
        };
        Attempt::Received(value, hold)
    }
}

impl Wait {
    /// Whether it keeps the bytes it has while it waits for more.
    fn gathers(self) -> bool {
        self.target > 1
    }

    fn blocked(self) -> Attempt {
        if self.untold { Attempt::RetryLater } else { Attempt::Blocked(PollEvents::IN) }
    }
}

/// There is no room for bytes. Where the kernel has none either, that makes no difference.
fn without_room(socket: &Socket, wait: Wait, times: &mut CallTimes) -> Attempt {
    let nothing = times.around(|| socket.ready(PollEvents::IN)).is_empty();
    match (nothing, wait.waits) {
        (true, true) => wait.blocked(),
        (true, false) => Attempt::refused(failed(Errno::Eagain)),
        (false, true) if !wait.gathers() => Attempt::RetryLater,
        (false, _) => Attempt::refused(Failure::refused(Rule::MaxMemory)),
    }
}

/// MSG_TRUNC: as long as the datagram was. CPython leaves chance bytes behind what fitted in.
fn counted(room: &[u8], count: usize) -> Vec<u8> {
    let mut bytes = room.to_vec();
    bytes.resize(count.min(MAX_PAYLOAD_BYTES), 0);
    bytes
}
