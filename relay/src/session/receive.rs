//! recv and recvfrom, as CPython's `sock_recv` and `sock_recvfrom` make them.

use bytes::Bytes;
use lab_shared::call::{Exception, Failure, MsgFlags, PollEvents, SocketType, Value};
use lab_shared::wire::MAX_PAYLOAD_BYTES;

use super::clock::Moment;
use super::step::{Patience, Scratch, Step, would_block};
use crate::socket::{Name, Socket};

/// A recv or recvfrom under way.
#[derive(Debug)]
pub(crate) struct Receive {
    length: usize,
    flags: MsgFlags,
    /// `recvfrom`: tell the sender.
    sender: bool,
    /// Bytes a blocking stream has given so far, where it was asked to wait for more.
    taken: Vec<u8>,
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
        Ok(Self { length: length.min(MAX_PAYLOAD_BYTES), flags, sender, taken: Vec::new() })
    }

    /// One attempt. `low_water` is the socket's SO_RCVLOWAT.
    pub(crate) fn step(
        &mut self,
        socket: &Socket,
        patience: Patience,
        low_water: usize,
        scratch: &mut Scratch,
        moment: &mut Moment,
    ) -> Step {
        // CPython asks the kernel nothing for recv(0); for recvfrom(0) it does.
        if self.length == 0 && !self.sender {
            moment.end();
            return Step::Done(Ok(Value::Bytes(Bytes::new())));
        }
        // With a timeout CPython polls first; MSG_DONTWAIT then changes nothing.
        if matches!(patience, Patience::Limited(_))
            && moment.around(|| socket.ready(PollEvents::IN)).is_empty()
        {
            return Step::Blocked(PollEvents::IN);
        }
        let waits = match patience {
            // Linux never waits for out-of-band data, whatever the socket.
            Patience::Forever => self.flags.0 & (MsgFlags::DONTWAIT | MsgFlags::OOB).0 == 0,
            Patience::Never => false,
            Patience::Limited(_) => true,
        };
        let patient = patience == Patience::Forever && waits;
        let stream = socket.kind() == SocketType::Stream;
        let whole = self.flags.contains(MsgFlags::WAITALL);
        // How many bytes a blocking recv waits for, as the kernel's `sock_rcvlowat` says.
        let target = match (patient && stream, whole) {
            (false, _) => 0,
            (true, true) => self.length,
            (true, false) => low_water.min(self.length),
        };
        let blocked = || {
            // Below the mark, poll(2) does not tell of the bytes that would complete this call.
            let untold = low_water > 1 && (whole || self.length < low_water);
            if patient && stream && untold { Step::Stuck } else { Step::Blocked(PollEvents::IN) }
        };
        // What is below the mark stays in the kernel, so that poll(2) tells of it together.
        if patient && stream && low_water > 1 && !whole {
            let nothing = moment.around(|| socket.ready(PollEvents::IN)).is_empty();
            if nothing && socket.unread() < target as u64 {
                return blocked();
            }
        }
        loop {
            // An error must wait for the next call when this one already has bytes to give.
            if !self.taken.is_empty()
                && socket.ready(PollEvents::IN).contains(PollEvents::ERR)
                && socket.unread() == 0
            {
                return self.done(Bytes::new(), None);
            }
            let room = scratch.room(self.length - self.taken.len());
            let truncates = self.flags.contains(MsgFlags::TRUNC);
            if truncates {
                // The kernel then counts bytes it does not write; they must not be another's.
                room.fill(0);
            }
            let result = moment.around(|| {
                if self.sender {
                    socket.recv_from(room, self.flags)
                } else {
                    socket.recv(room, self.flags).map(|count| (count, None))
                }
            });
            let (count, sender) = match result {
                Ok(received) => received,
                Err(error) if would_block(&error) && waits => {
                    return blocked();
                }
                Err(_) if !self.taken.is_empty() => return self.done(Bytes::new(), None),
                Err(error) => return Step::failed(&error),
            };
            if truncates && count > room.len() {
                return self.done(counted(room, count), sender);
            }
            let received = &room[..count.min(room.len())];
            if self.flags.contains(MsgFlags::PEEK) {
                // Peeked bytes stay where they are, so a further look shows them again.
                if count == 0 || count >= target {
                    return self.done(Bytes::copy_from_slice(received), sender);
                }
                return blocked();
            }
            if count == 0 || self.taken.len() + count >= target {
                return self.done(Bytes::copy_from_slice(received), sender);
            }
            self.taken.extend_from_slice(received);
        }
    }

    fn done(&mut self, last: Bytes, sender: Option<Name>) -> Step {
        let bytes = if self.taken.is_empty() {
            last
        } else {
            let mut bytes = std::mem::take(&mut self.taken);
            bytes.extend_from_slice(&last);
            bytes.into()
        };
        Step::Done(Ok(if self.sender {
            Value::BytesFrom { address: sender.map(|name| name.address()), bytes }
        } else {
            Value::Bytes(bytes)
        }))
    }
}

/// MSG_TRUNC: as long as the datagram was. CPython leaves chance bytes behind what fitted in.
fn counted(room: &[u8], count: usize) -> Bytes {
    let mut bytes = room.to_vec();
    bytes.resize(count.min(MAX_PAYLOAD_BYTES), 0);
    bytes.into()
}
