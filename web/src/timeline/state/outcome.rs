//! What a call returned, as Python prints it, and what it means.

use lab_shared::call::{
    AddressInfo, Exception, Family, How, Op, PollEvents, PythonNames, SocketType, Value,
};
use lab_shared::errno::Errno;
use lab_shared::text::{python_bytes, python_str};
use lab_shared::trace::{CallRecord, Timeline};

use crate::lab::state::variables::Variables;

/// A meaning of a result that its value alone does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The socket is bound to a wildcard, and the relay restricts it to loopback.
    LoopbackOnly,
    /// The relay restricted the socket to loopback, since it names a group.
    GroupOnLoopback,
    /// Empty bytes: the peer has closed its half.
    EndOfStream,
    /// `recv(0)` requests and returns nothing.
    AskedForNothing,
    /// The kernel took only some of the bytes.
    TookSome {
        /// How many it took.
        taken: u32,
        /// How many were offered.
        offered: usize,
    },
    /// `send(b"")` puts nothing on the wire.
    SentNothing,
    /// `connect_ex` returned an errno.
    ErrnoOf(Errno),
    /// EPIPE: an earlier call has already raised the error of the peer's RST.
    SentAfterReset,
    /// EPIPE: the peer answered an earlier send with an RST, since it had closed.
    SentAfterPeerClosed,
    /// EPIPE: this end has shut its own half.
    SentAfterShutdown,
    /// EPIPE: the socket listens, and has no peer.
    SentOnListener,
}

/// The returned value in Python's form; `None` where the call returned nothing yet, or raised.
#[must_use]
pub(crate) fn python_result(record: &CallRecord, variables: &Variables) -> Option<String> {
    let value = record.outcome.as_ref()?.as_ref().ok()?;
    Some(match value {
        Value::None => "None".into(),
        Value::Socket { fileno, .. } => format!("<socket fd={fileno}>"),
        Value::Pair { filenos: [one, other], .. } => {
            format!("(<socket fd={one}>, <socket fd={other}>)")
        }
        Value::Accepted { fileno, address, .. } => {
            format!("(<socket fd={fileno}>, {})", address.python())
        }
        Value::Errno(number) => number.to_string(),
        Value::Bytes(bytes) | Value::OptionBytes(bytes) => shortened(bytes),
        Value::BytesFrom { address, bytes } => {
            let from = address.as_ref().map_or("None".into(), |address| address.python());
            format!("({}, {from})", shortened(bytes))
        }
        Value::Sent(count) => count.to_string(),
        Value::Address(address) => address.python(),
        Value::OptionInt(number) => number.to_string(),
        Value::Timeout(seconds) => seconds.map_or("None".into(), |seconds| format!("{seconds:?}")),
        Value::Ready(entries) => {
            let ready: Vec<String> = entries
                .iter()
                .map(|entry| {
                    format!("({}, {})", variables.variable(entry.socket), event_names(entry.events))
                })
                .collect();
            format!("[{}]", ready.join(", "))
        }
        Value::AddressInfo(found) => {
            let found: Vec<String> = found.iter().map(address_info).collect();
            format!("[{}]", found.join(", "))
        }
    })
}

/// What the result means beyond its value.
#[must_use]
pub(crate) fn meaning(record: &CallRecord) -> Option<Meaning> {
    let value = record.outcome.as_ref()?.as_ref().ok()?;
    match (&record.op, value) {
        (op, _) if record.loopback_only && op.names_a_group() => Some(Meaning::GroupOnLoopback),
        _ if record.loopback_only => Some(Meaning::LoopbackOnly),
        (Op::Recv { bufsize: 0, .. }, Value::Bytes(_)) => Some(Meaning::AskedForNothing),
        (Op::Recv { .. }, Value::Bytes(bytes)) if bytes.is_empty() => Some(Meaning::EndOfStream),
        (Op::Send { .. }, Value::Sent(0)) if record.sent.is_empty() => Some(Meaning::SentNothing),
        (Op::Send { .. }, Value::Sent(taken)) if (*taken as usize) < record.sent.len() => {
            Some(Meaning::TookSome { taken: *taken, offered: record.sent.len() })
        }
        (Op::ConnectEx { .. }, Value::Errno(number)) => {
            Errno::from_number(*number).map(Meaning::ErrnoOf)
        }
        _ => None,
    }
}

/// Why a send failed with EPIPE, by what happened on the socket before.
#[must_use]
pub(crate) fn broken_pipe(record: &CallRecord, timeline: &Timeline) -> Option<Meaning> {
    let raised = |call: &CallRecord, exception| matches!(&call.outcome, Some(Err(failure)) if failure.exception == exception);
    if !raised(record, Exception::BrokenPipeError) {
        return None;
    }
    let earlier = |call: &&CallRecord| call.id < record.id && call.socket == record.socket;
    let mut before = timeline.calls().filter(earlier);
    let shut = |call: &CallRecord| {
        matches!(call.op, Op::Shutdown { how: How::Write | How::Both })
            && matches!(call.outcome, Some(Ok(_)))
    };
    let listens =
        |call: &CallRecord| matches!((&call.op, &call.outcome), (Op::Listen { .. }, Some(Ok(_))));
    let told = before.find_map(|call| match call {
        call if listens(call) => Some(Meaning::SentOnListener),
        call if shut(call) => Some(Meaning::SentAfterShutdown),
        call if raised(call, Exception::ConnectionResetError) => Some(Meaning::SentAfterReset),
        _ => None,
    });
    Some(told.unwrap_or(Meaning::SentAfterPeerClosed))
}

/// A long value is shown whole below its row, so its line keeps only the beginning.
fn shortened(bytes: &[u8]) -> String {
    const SHOWN: usize = 48;
    if bytes.len() <= SHOWN {
        return python_bytes(bytes);
    }
    let shown = python_bytes(&bytes[..SHOWN]);
    format!("{}…{}", &shown[..shown.len() - 1], &shown[shown.len() - 1..])
}

/// One tuple of getaddrinfo's list.
fn address_info(found: &AddressInfo) -> String {
    let AddressInfo { family, kind, proto, canonical, address } = found;
    let name = |name: Option<&str>, number: &i32| name.map_or(number.to_string(), Into::into);
    let family = name(Family::from_number(*family).map(Family::python_name), family);
    let kind = name(SocketType::from_number(*kind).map(SocketType::python_name), kind);
    format!("({family}, {kind}, {proto}, {}, {})", python_str(canonical), address.python())
}

fn event_names(events: PollEvents) -> String {
    let names: Vec<&str> = PollEvents::KNOWN
        .iter()
        .filter(|(_, event)| events.contains(*event))
        .map(|(name, _)| *name)
        .collect();
    names.join(" | ")
}
