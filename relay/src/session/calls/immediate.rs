//! Calls that never wait, and so are in no queue.

use lab_shared::call::{
    CallId, CallName, Exception, Failure, Op, OptionValue, Outcome, Rule, SocketId, SocketOption,
    Value,
};
use lab_shared::errno::Errno;

use super::engine::Engine;
use super::entry::SocketEntry;
use super::timeout::Timeout;
use crate::policy::Policy;
use crate::session::clock::CallTimes;
use crate::socket::{Interface, InterfaceUse, Socket, failed, failure, on_loopback};

/// Longest structure `getsockopt` reads, as in CPython.
const MAX_OPTION_BYTES: u32 = 1024;

/// SOL_SOCKET and SO_RCVLOWAT.
const RECEIVE_LOW_WATER: (i32, i32) = (1, 18);

impl Engine {
    /// A call that waits for nothing.
    pub(super) fn at_once(&mut self, id: CallId, socket: SocketId, op: Op) {
        if matches!(op, Op::Close) {
            return self.close(id, socket);
        }
        let mut times = CallTimes::new(self.clock);
        let Some(entry) = self.sockets.open_mut(socket) else {
            return self.answer(id, times, Err(failed(Errno::Ebadf)));
        };
        let name = op.name();
        let outcome = answer_at_once(entry, op, &self.context.policy, &mut times);
        if name == CallName::Setsockopt {
            self.kernel_watch.option_set(socket);
        }
        self.answer(id, times, outcome);
        self.addresses_after(socket, name, false);
    }

    /// `unlink`.
    pub(super) fn unlink(&mut self, id: CallId, path: &str) {
        let mut times = CallTimes::new(self.clock);
        let outcome = times.around(|| self.unix.unlink(path));
        self.answer(id, times, outcome.map(|()| Value::None));
    }
}

fn answer_at_once(
    entry: &mut SocketEntry,
    op: Op,
    policy: &Policy,
    times: &mut CallTimes,
) -> Outcome {
    match op {
        Op::Getsockname => match times.around(|| entry.socket.local()) {
            Ok(name) => Ok(Value::Address(name.address())),
            Err(error) => Err(failure(&error)),
        },
        Op::Getpeername => match times.around(|| entry.socket.peer()) {
            Ok(name) => Ok(Value::Address(name.address())),
            Err(error) => Err(failure(&error)),
        },
        Op::Setsockopt { level, option, value } => {
            set_option(entry, level, option, &value, policy, times)
        }
        Op::Getsockopt { level, option, buflen } => {
            get_option(&entry.socket, level, option, buflen, times)
        }
        Op::Settimeout { seconds } => {
            entry.timeout = Timeout::from_seconds(seconds)?;
            entry.never_waits = false;
            Ok(Value::None)
        }
        Op::Gettimeout => Ok(Value::Timeout(entry.timeout.seconds())),
        Op::Setblocking { flag } => {
            entry.timeout = if flag { Timeout::Forever } else { Timeout::Never };
            entry.never_waits = false;
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
        | Op::Unlink { .. }
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
    policy: &Policy,
    times: &mut CallTimes,
) -> Outcome {
    if SocketOption::find(level, option).is_none() {
        return Err(Failure::refused(Rule::KnownOption));
    }
    let bytes = value.bytes();
    // The interfaces of a host are its own.
    let named = match &entry.host {
        Some(_) => None,
        None => InterfaceUse::of_option(level, option, &bytes),
    };
    if let Some(named) = named {
        let allowed = entry.binding.may_use(&entry.socket, policy, named);
        allowed.map_err(Failure::refused)?;
    }
    let moved = match named {
        // The kernel would choose by its routes, which do not know what the socket is kept to.
        Some(InterfaceUse::Join(_, Interface::Any) | InterfaceUse::Leave(Interface::Any))
            if entry.binding.is_kept_to_loopback() =>
        {
            on_loopback(level, &bytes).map(OptionValue::Bytes)
        }
        _ => None,
    };
    let value = moved.as_ref().unwrap_or(value);
    let result = times.around(|| entry.socket.set_option(level, option, value));
    if result.is_ok() && named == Some(InterfaceUse::Device(Interface::Loopback)) {
        entry.binding.bound_to_loopback();
    }
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
