//! The steps of the scripts: one function is one call.

use lab_shared::call::{OptionValue, PollEntry, SocketId, SocketOption};

pub(super) use lab_shared::call::Family::{self, Inet, Inet6, Unix};
pub(super) use lab_shared::call::SocketType::{self, Dgram, Rdm, Seqpacket, Stream};
pub(super) use lab_shared::call::{Address, How, LookupFlags, MsgFlags, Op, PollEvents};

/// One call of a script, or a look at one that a thread of the script makes.
pub(in crate::conformance) struct Step {
    pub(in crate::conformance) thread: Thread,
    /// The name of the new socket; two names with a space between for a pair.
    pub(in crate::conformance) keep: &'static str,
    /// The socket's name; empty for a call without a socket.
    pub(in crate::conformance) on: &'static str,
    /// The call; none for a look at a thread.
    pub(in crate::conformance) op: Option<Op>,
    pub(in crate::conformance) bytes: Vec<u8>,
}

/// Which thread makes the call.
#[derive(Clone, Copy)]
pub(in crate::conformance) enum Thread {
    /// The script's own.
    Main,
    /// A new one of this name; the script goes on while the call waits.
    Begins(&'static str),
    /// The call of this thread must still wait.
    Waits(&'static str),
    /// The script waits until the call of this thread has ended.
    Ends(&'static str),
}

impl Step {
    /// The names of the new sockets.
    pub(in crate::conformance) fn kept(&self) -> impl Iterator<Item = &'static str> {
        self.keep.split(' ')
    }
}

/// The names sockets may have.
pub(super) const NAMES: [&str; 5] = ["s", "c", "d", "e", "x"];

pub(super) fn number(name: &str) -> SocketId {
    let at = NAMES.iter().position(|known| *known == name).expect("a socket's name is in NAMES");
    SocketId(at as u32 + 1)
}

pub(super) fn step(on: &'static str, op: Op) -> Step {
    Step { thread: Thread::Main, keep: "", on, op: Some(op), bytes: Vec::new() }
}

/// Has a thread make a call, which must wait.
pub(super) fn begin(thread: &'static str, call: Step) -> Step {
    Step { thread: Thread::Begins(thread), ..call }
}

pub(super) fn waits(thread: &'static str) -> Step {
    look(Thread::Waits(thread))
}

pub(super) fn end(thread: &'static str) -> Step {
    look(Thread::Ends(thread))
}

fn look(thread: Thread) -> Step {
    Step { thread, keep: "", on: "", op: None, bytes: Vec::new() }
}

pub(super) fn open(keep: &'static str, family: Family, kind: SocketType) -> Step {
    open_proto(keep, family, kind, 0)
}

pub(super) fn open_proto(keep: &'static str, family: Family, kind: SocketType, proto: i32) -> Step {
    Step { keep, ..step("", Op::Socket { family, kind, proto }) }
}

pub(super) fn both(keep: &'static str, family: Family, kind: SocketType, proto: i32) -> Step {
    Step { keep, ..step("", Op::Socketpair { family, kind, proto }) }
}

/// `getaddrinfo`, the numbers being family, type, protocol and flags.
pub(super) fn look_up(host: Option<&str>, port: Option<&str>, numbers: [i32; 4]) -> Step {
    let [family, kind, proto, flags] = numbers;
    let (host, port) = (host.map(Into::into), port.map(Into::into));
    step("", Op::Getaddrinfo { host, port, family, kind, proto, flags: LookupFlags(flags) })
}

pub(super) fn unlink(path: &str) -> Step {
    step("", Op::Unlink { path: path.into() })
}

pub(super) fn tcp(keep: &'static str) -> Step {
    open(keep, Inet, Stream)
}

pub(super) fn udp(keep: &'static str) -> Step {
    open(keep, Inet, Dgram)
}

pub(super) fn at(host: &str, port: i64) -> Address {
    Address::Inet { host: host.into(), port }
}

pub(super) fn at6(host: &str, port: u16) -> Address {
    Address::inet6(host, port)
}

pub(super) fn bind(on: &'static str, address: Address) -> Step {
    step(on, Op::Bind { address })
}

pub(super) fn near(on: &'static str) -> Step {
    bind(on, at("127.0.0.1", 0))
}

pub(super) fn connect(on: &'static str, address: Address) -> Step {
    step(on, Op::Connect { address })
}

pub(super) fn connect_ex(on: &'static str, address: Address) -> Step {
    step(on, Op::ConnectEx { address })
}

pub(super) fn listen(on: &'static str, backlog: Option<i32>) -> Step {
    step(on, Op::Listen { backlog })
}

pub(super) fn accept(keep: &'static str, on: &'static str) -> Step {
    Step { keep, ..step(on, Op::Accept) }
}

pub(super) fn recv(on: &'static str, bufsize: i64) -> Step {
    recv_flags(on, bufsize, MsgFlags::NONE)
}

pub(super) fn recv_flags(on: &'static str, bufsize: i64, flags: MsgFlags) -> Step {
    step(on, Op::Recv { bufsize, flags })
}

pub(super) fn recvfrom(on: &'static str, bufsize: i64) -> Step {
    step(on, Op::Recvfrom { bufsize, flags: MsgFlags::NONE })
}

pub(super) fn send(on: &'static str, bytes: &[u8]) -> Step {
    Step { bytes: bytes.into(), ..step(on, Op::Send { flags: MsgFlags::NONE }) }
}

pub(super) fn sendall(on: &'static str, bytes: &[u8]) -> Step {
    Step { bytes: bytes.into(), ..step(on, Op::Sendall { flags: MsgFlags::NONE }) }
}

pub(super) fn sendto(on: &'static str, bytes: &[u8], address: Address) -> Step {
    Step { bytes: bytes.into(), ..step(on, Op::Sendto { flags: MsgFlags::NONE, address }) }
}

pub(super) fn shutdown(on: &'static str, how: How) -> Step {
    step(on, Op::Shutdown { how })
}

pub(super) fn close(on: &'static str) -> Step {
    step(on, Op::Close)
}

pub(super) fn local(on: &'static str) -> Step {
    step(on, Op::Getsockname)
}

pub(super) fn peer(on: &'static str) -> Step {
    step(on, Op::Getpeername)
}

pub(super) fn settimeout(on: &'static str, seconds: f64) -> Step {
    step(on, Op::Settimeout { seconds: Some(seconds) })
}

pub(super) fn gettimeout(on: &'static str) -> Step {
    step(on, Op::Gettimeout)
}

pub(super) fn setblocking(on: &'static str, flag: bool) -> Step {
    step(on, Op::Setblocking { flag })
}

pub(super) fn numbers_of(name: &str) -> (i32, i32) {
    let option = SocketOption::by_name(name).expect("the option is known");
    (option.level, option.option)
}

pub(super) fn set(on: &'static str, name: &str, value: i32) -> Step {
    let (level, option) = numbers_of(name);
    step(on, Op::Setsockopt { level, option, value: OptionValue::Int(value) })
}

pub(super) fn set_bytes(on: &'static str, name: &str, value: &[u8]) -> Step {
    let (level, option) = numbers_of(name);
    step(on, Op::Setsockopt { level, option, value: OptionValue::Bytes(value.into()) })
}

pub(super) fn set_null(on: &'static str, name: &str, length: u32) -> Step {
    let (level, option) = numbers_of(name);
    step(on, Op::Setsockopt { level, option, value: OptionValue::Null(length) })
}

pub(super) fn get(on: &'static str, name: &str, buflen: Option<u32>) -> Step {
    let (level, option) = numbers_of(name);
    step(on, Op::Getsockopt { level, option, buflen })
}

pub(super) fn poll(sockets: &[(&str, PollEvents)], seconds: f64) -> Step {
    let entry =
        |(name, events): &(&str, PollEvents)| PollEntry { socket: number(name), events: *events };
    let entries = sockets.iter().map(entry).collect();
    step("", Op::Poll { entries, seconds: Some(seconds) })
}

pub(super) const IN: PollEvents = PollEvents::IN;
pub(super) const OUT: PollEvents = PollEvents::OUT;

/// A listening socket s, a client c and its connection d.
pub(super) fn pair() -> Vec<Step> {
    vec![
        tcp("s"),
        near("s"),
        listen("s", Some(5)),
        tcp("c"),
        connect("c", at("@s", 0)),
        accept("d", "s"),
    ]
}

pub(super) fn paired(steps: Vec<Step>) -> Vec<Step> {
    pair().into_iter().chain(steps).collect()
}

pub(super) fn long(length: usize) -> Vec<u8> {
    (0..length).map(|at| at as u8).collect()
}
