//! A socket's calls as moments: each begins and, unless it is pending, ends.

use lab_shared::call::{Micros, SocketId};
use lab_shared::trace::CallRecord;

use super::model::{Bar, Moment, Side};
use crate::kit::state::format::count;
use crate::lab::state::Lab;

/// The calls on a socket, and the one that made it.
pub(super) fn calls_of(lab: &Lab, socket: SocketId) -> impl Iterator<Item = &CallRecord> {
    let on = move |call: &&CallRecord| call.socket == Some(socket) || call.made().contains(&socket);
    lab.timeline.calls().filter(on)
}

pub(super) fn moments_of(lab: &Lab, socket: SocketId, side: Side) -> Vec<(Micros, Moment)> {
    let mut moments = Vec::new();
    for call in calls_of(lab, socket) {
        let bar = Bar {
            call: call.id,
            side,
            words: words(call),
            from: 0,
            to: 0,
            depth: 0,
            blocked: call.blocked.is_some(),
            pending: call.is_pending(),
            raised: matches!(call.outcome, Some(Err(_))),
        };
        moments.push((call.entered.unwrap_or(call.issued), Moment::Begins(bar.clone())));
        if let Some(at) = call.returned {
            moments.push((at, Moment::Ends(bar)));
        }
    }
    moments
}

/// The call's name and its outcome, in few characters.
fn words(call: &CallRecord) -> String {
    let name = call.op.name().as_str();
    if let Some(Err(failure)) = &call.outcome {
        let errno = failure.errno.as_deref().filter(|errno| is_symbol(errno));
        let why = errno.unwrap_or_else(|| failure.exception.name());
        return format!("{name} ✗ {why}");
    }
    let bytes = call.received().map(bytes::Bytes::len).or_else(|| call.taken().map(|it| it.len()));
    match bytes {
        Some(bytes) => format!("{name} {} B", count(bytes as u64)),
        None => name.into(),
    }
}

/// Whether it is written as an errno is: `ECONNREFUSED`. A recording may hold any text there.
fn is_symbol(errno: &str) -> bool {
    let symbol = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=20).contains(&errno.len()) && errno.bytes().all(symbol)
}
