//! Calls that never wait, and so are in no queue.

use std::mem;

use lab_shared::call::{
    CallId, CallName, Exception, Failure, Op, OptionValue, Outcome, Rule, SocketId, SocketOption,
    Value,
};
use lab_shared::errno::Errno;

use super::engine::Engine;
use super::entry::SocketEntry;
use super::pending::CallLocation;
use super::timeout::Timeout;
use crate::resources::limits::MAX_LINGER_SECONDS;
use crate::session::clock::CallTimes;
use crate::socket::{Socket, failure};

/// Longest structure `getsockopt` reads, as in CPython.
const MAX_OPTION_BYTES: u32 = 1024;

/// SOL_SOCKET and SO_RCVLOWAT.
const RECEIVE_LOW_WATER: (i32, i32) = (1, 18);

impl Engine {
    /// A call that waits for nothing.
    pub(super) fn at_once(&mut self, id: CallId, socket: SocketId, op: Op) {
        let mut times = CallTimes::new(self.clock);
        if matches!(op, Op::Close) {
            return self.close(id, socket, times);
        }
        let Some(entry) = self.sockets.get_mut(socket) else {
            return self.answer(id, times, Err(Failure::os(Errno::Ebadf)));
        };
        let name = op.name();
        let outcome = answer_at_once(entry, op, &mut times);
        if name == CallName::Setsockopt {
            self.kernel_watch.option_set(socket);
        }
        self.answer(id, times, outcome);
        self.addresses_after(socket, name, false);
    }

    /// `close`: the descriptor is gone when the call returns, and what waited on it ends.
    fn close(&mut self, id: CallId, socket: SocketId, mut times: CallTimes) {
        let Some(mut entry) = self.sockets.remove(socket) else {
            return self.answer(id, times, Err(Failure::os(Errno::Ebadf)));
        };
        let watch_end = self.watch_closing(socket, &entry.socket);
        if entry.awaited.is_some() {
            // A descriptor leaves the set when it is closed, so a failure here changes nothing.
            let _ = self.ready.set(socket, &entry.socket, entry.awaited, None);
        }
        let polls = mem::take(&mut entry.polls);
        let (closing, queued) = entry.into_queued();
        let closing = match closing.linger() {
            Some(seconds) => self.close_lingering(id, closing, seconds, &mut times),
            None => Some(closing),
        };
        if let Some(closing) = closing {
            times.around(|| drop(closing));
            self.answer(id, times, Ok(Value::None));
        }
        for mut queued in queued {
            self.release(&mut queued);
            queued.times.end();
            self.answer(queued.id, queued.times, Err(Failure::os(Errno::Ebadf)));
        }
        self.schedule_polls(polls.into_keys());
        if let Some(why) = watch_end {
            self.unwatch(socket, why);
        }
    }

    /// Has a thread wait for a close(2) that SO_LINGER makes wait. Returns the socket if no thread
    /// is free; its close then continues in the background, as without the option.
    fn close_lingering(
        &mut self,
        id: CallId,
        socket: Socket,
        seconds: i32,
        times: &mut CallTimes,
    ) -> Option<Socket> {
        let slot = self.blocking.reserve();
        let linger = slot.is_some().then_some(seconds.min(MAX_LINGER_SECONDS));
        if let Err(error) = socket.set_linger(linger) {
            tracing::warn!(%error, "a close may wait longer than the relay allows");
        }
        let Some(slot) = slot else { return Some(socket) };
        times.enter();
        let serial = self.pending.next_serial();
        self.pending.place(id, CallLocation::Thread(serial, *times));
        self.report_blocked(id, times);
        self.blocking.close(id, serial, socket, slot);
        None
    }
}

fn answer_at_once(entry: &mut SocketEntry, op: Op, times: &mut CallTimes) -> Outcome {
    match op {
        Op::Getsockname => match times.around(|| entry.socket.local()) {
            Ok(name) => Ok(Value::Address(name.address())),
            Err(error) => Err(failure(&error)),
        },
        Op::Getpeername => match times.around(|| entry.socket.peer()) {
            Ok(name) => Ok(Value::Address(name.address())),
            Err(error) => Err(failure(&error)),
        },
        Op::Setsockopt { level, option, value } => set_option(entry, level, option, &value, times),
        Op::Getsockopt { level, option, buflen } => {
            get_option(&entry.socket, level, option, buflen, times)
        }
        Op::Settimeout { seconds } => {
            entry.timeout = Timeout::from_seconds(seconds)?;
            Ok(Value::None)
        }
        Op::Gettimeout => Ok(Value::Timeout(entry.timeout.seconds())),
        Op::Setblocking { flag } => {
            entry.timeout = if flag { Timeout::Forever } else { Timeout::Never };
            Ok(Value::None)
        }
        Op::Socket { .. }
        | Op::Bind { .. }
        | Op::Listen { .. }
        | Op::Accept
        | Op::Connect { .. }
        | Op::ConnectEx { .. }
        | Op::Recv { .. }
        | Op::Recvfrom { .. }
        | Op::Send { .. }
        | Op::Sendall { .. }
        | Op::Sendto { .. }
        | Op::Shutdown { .. }
        | Op::Close
        | Op::Socketpair { .. }
        | Op::Getaddrinfo { .. }
        | Op::Poll { .. } => {
            unreachable!("calls of a direction, close and those without a socket go elsewhere")
        }
    }
}

fn set_option(
    entry: &mut SocketEntry,
    level: i32,
    option: i32,
    value: &OptionValue,
    times: &mut CallTimes,
) -> Outcome {
    if SocketOption::find(level, option).is_none() {
        return Err(Failure::refused(Rule::KnownOption));
    }
    let result = times.around(|| entry.socket.set_option(level, option, value));
    if (level, option) == RECEIVE_LOW_WATER {
        entry.low_water = entry.socket.receive_low_water();
    }
    result.map(|()| Value::None).map_err(|error| failure(&error))
}

fn get_option(
    socket: &Socket,
    level: i32,
    option: i32,
    buflen: Option<u32>,
    times: &mut CallTimes,
) -> Outcome {
    if SocketOption::find(level, option).is_none() {
        return Err(Failure::refused(Rule::KnownOption));
    }
    // Python takes a length of 0 for none.
    match buflen.unwrap_or(0) {
        0 => match times.around(|| socket.int_option(level, option)) {
            Ok(value) => Ok(Value::OptionInt(value)),
            Err(error) => Err(failure(&error)),
        },
        length if length > MAX_OPTION_BYTES => {
            Err(Failure::plain(Exception::OSError, "getsockopt buflen out of range"))
        }
        length => match times.around(|| socket.bytes_option(level, option, length as usize)) {
            Ok(value) => Ok(Value::OptionBytes(value.into())),
            Err(error) => Err(failure(&error)),
        },
    }
}
