//! Whether an event matches a check's pattern.

use bytes::Bytes;
use lab_shared::call::{Exception, Op, Value};
use lab_shared::errno::Errno;
use lab_shared::lesson::{CallIs, Pattern, What, Who};
use lab_shared::text::Encoding;
use lab_shared::trace::{CallRecord, Role};

use super::watch::Event;

/// Whose program made the call; a person at the Bench has no side.
pub(super) fn side(call: &CallRecord) -> Option<Role> {
    call.origin.as_ref().map(|origin| origin.side)
}

/// Whether the pattern counts the event.
pub(super) fn matches(pattern: &Pattern, event: Event<'_>, encoding: Encoding) -> bool {
    let who = pattern.who;
    match (&pattern.what, event) {
        (What::Call(name, CallIs::Blocked), Event::Blocked(call)) => {
            call.op.name() == *name && who.means(side(call))
        }
        (What::Call(name, is), Event::Ended(call)) => {
            call.op.name() == *name && plays(who, call) && holds(is, call, encoding)
        }
        (What::Prints(text), Event::Printed(side, _, line)) => {
            who.means(Some(side)) && line.contains(text.as_str())
        }
        (What::Ends, Event::Finished(side, _)) => who.means(Some(side)),
        (What::Raises(name), Event::Finished(side, Some(fault))) => {
            let raised = fault.text.split(':').next().unwrap_or_default().trim();
            let short = raised.rsplit('.').next().unwrap_or_default();
            who.means(Some(side)) && (raised == name || short == name)
        }
        _ => false,
    }
}

/// Whether a call that has ended is of the one who is meant. Whoever plays the client without a program, by hand
/// or with the assistant, is the client. Only that such a call waits means nothing: the assistant always receives.
fn plays(who: Who, call: &CallRecord) -> bool {
    who.means(side(call)) || (who == Who::Of(Role::Client) && call.origin.is_none())
}

/// Whether a call that has ended meets the condition.
fn holds(is: &CallIs, call: &CallRecord, encoding: Encoding) -> bool {
    let Some(outcome) = &call.outcome else { return false };
    match (is, outcome) {
        (CallIs::Ok, Ok(value)) => !matches!(value, Value::Errno(1..)),
        (CallIs::AtOnce, Ok(_)) => call.blocked.is_none(),
        (CallIs::Empty, Ok(_)) => call.received().is_some_and(Bytes::is_empty),
        (CallIs::Bytes(count), Ok(_)) => moved(call).is_some_and(|bytes| bytes.len() == *count),
        (CallIs::Contains(text), Ok(_)) => {
            let wanted = encoding.encode(text).unwrap_or_else(|_| text.clone().into_bytes());
            moved(call).is_some_and(|bytes| contain(&bytes, &wanted))
        }
        (CallIs::Fails(name), Err(failure)) => {
            failure.errno.as_deref() == Some(name) || is_named(failure.exception, name)
        }
        (CallIs::Fails(name), Ok(Value::Errno(number))) => {
            Errno::from_number(*number).is_some_and(|errno| errno.name() == name)
        }
        _ => false,
    }
}

/// `socket.gaierror` is `gaierror` too.
fn is_named(exception: Exception, name: &str) -> bool {
    let known = exception.name();
    known == name || known.rsplit('.').next() == Some(name)
}

fn moved(call: &CallRecord) -> Option<Bytes> {
    let waits = matches!(call.op, Op::Recv { .. } | Op::Recvfrom { .. });
    if waits { call.received().cloned() } else { call.taken() }
}

fn contain(bytes: &[u8], wanted: &[u8]) -> bool {
    wanted.is_empty() || bytes.windows(wanted.len()).any(|window| window == wanted)
}
