//! What a check waits for: `server accept blocked x2`, `client recv contains "ok"`, `server ends` …

use std::str::FromStr;

use lab_shared::call::{CallName, Exception, Op, Value};
use lab_shared::text::Encoding;
use lab_shared::trace::{CallRecord, Role};

/// Whose event it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The program in that half.
    Of(Role),
    /// Anybody, also the person at the Bench.
    Any,
}

impl Who {
    /// Whether an event of `side` is meant; a person's event has no side.
    #[must_use]
    pub fn means(self, side: Option<Role>) -> bool {
        match self {
            Self::Any => true,
            Self::Of(role) => side == Some(role),
        }
    }
}

/// How a call has to stand or end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallIs {
    /// It succeeded.
    Ok,
    /// It has to wait, or had to.
    Blocked,
    /// It succeeded without waiting.
    AtOnce,
    /// It failed with this errno or exception.
    Fails(String),
    /// It returned no bytes.
    Empty,
    /// The bytes it moved hold this text.
    Contains(String),
    /// It moved exactly so many bytes.
    Bytes(usize),
}

/// What has to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A call.
    Call(CallName, CallIs),
    /// The program writes a line that holds this text.
    Prints(String),
    /// The program ends, however it does.
    Ends,
    /// The program ends with this exception.
    Raises(String),
}

/// Whose, what, and how often at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Whose.
    pub who: Who,
    /// What.
    pub what: What,
    /// How often at least.
    pub times: u32,
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(pattern: &str) -> Result<Self, String> {
        let wrong = |part: &str| format!("{part:?} in the pattern {pattern:?}");
        let (rest, times) = match pattern.trim().rsplit_once(' ') {
            Some((rest, last)) => match last.strip_prefix('x').map(str::parse) {
                Some(Ok(times)) => (rest.trim_end(), times),
                _ => (pattern.trim(), 1),
            },
            None => (pattern.trim(), 1),
        };
        let (who, rest) = word(rest);
        let who = match who {
            "server" => Who::Of(Role::Server),
            "client" => Who::Of(Role::Client),
            "any" => Who::Any,
            other => return Err(wrong(other)),
        };
        let (verb, rest) = word(rest);
        let text = || quoted(rest).ok_or_else(|| wrong(rest));
        let what = match verb {
            "prints" => What::Prints(text()?),
            "ends" if rest.is_empty() => What::Ends,
            "raises" => What::Raises(one_word(rest).ok_or_else(|| wrong(rest))?),
            call => {
                let call = call_name(call).ok_or_else(|| wrong(call))?;
                let (outcome, rest) = word(rest);
                let is = match outcome {
                    "ok" => CallIs::Ok,
                    "blocked" => CallIs::Blocked,
                    "at-once" => CallIs::AtOnce,
                    "empty" => CallIs::Empty,
                    "fails" => CallIs::Fails(one_word(rest).ok_or_else(|| wrong(rest))?),
                    "contains" => CallIs::Contains(quoted(rest).ok_or_else(|| wrong(rest))?),
                    "bytes" => CallIs::Bytes(rest.parse().map_err(|_| wrong(rest))?),
                    other => return Err(wrong(other)),
                };
                let bare = !matches!(outcome, "fails" | "contains" | "bytes");
                if bare && !rest.is_empty() {
                    return Err(wrong(rest));
                }
                What::Call(call, is)
            }
        };
        Ok(Self { who, what, times })
    }
}

fn word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    (first, rest.trim_start())
}

fn one_word(text: &str) -> Option<String> {
    (!text.is_empty() && !text.contains(' ')).then(|| text.to_owned())
}

fn quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\\n", "\n").replace("\\\"", "\""))
}

/// Reading into a buffer is the same call to the kernel.
fn call_name(name: &str) -> Option<CallName> {
    let name = match name {
        "recv_into" => "recv",
        "recvfrom_into" => "recvfrom",
        name => name,
    };
    CallName::ALL.iter().copied().find(|call| call.as_str() == name)
}

impl CallIs {
    /// Whether a call that has ended is as it has to be.
    #[must_use]
    pub fn holds(&self, call: &CallRecord, encoding: Encoding) -> bool {
        let Some(outcome) = &call.outcome else { return false };
        match (self, outcome) {
            (Self::Ok, Ok(value)) => !matches!(value, Value::Errno(1..)),
            (Self::AtOnce, Ok(_)) => call.blocked.is_none(),
            (Self::Empty, Ok(_)) => call.received().is_some_and(bytes::Bytes::is_empty),
            (Self::Bytes(count), Ok(_)) => moved(call).is_some_and(|bytes| bytes.len() == *count),
            (Self::Contains(text), Ok(_)) => {
                let wanted = encoding.encode(text).unwrap_or_else(|_| text.clone().into_bytes());
                moved(call).is_some_and(|bytes| holds(&bytes, &wanted))
            }
            (Self::Fails(name), Err(failure)) => {
                failure.errno.as_deref() == Some(name) || is_named(failure.exception, name)
            }
            (Self::Fails(name), Ok(Value::Errno(number))) => {
                lab_shared::errno::Errno::from_linux(*number)
                    .is_some_and(|errno| errno.name() == name)
            }
            _ => false,
        }
    }
}

/// `socket.gaierror` is `gaierror` too.
fn is_named(exception: Exception, name: &str) -> bool {
    let known = exception.name();
    known == name || known.rsplit('.').next() == Some(name)
}

fn moved(call: &CallRecord) -> Option<bytes::Bytes> {
    let waits = matches!(call.op, Op::Recv { .. } | Op::Recvfrom { .. });
    if waits { call.received().cloned() } else { call.taken() }
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    wanted.is_empty() || bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, who: Who, what: What, times: u32) {
        assert_eq!(text.parse(), Ok(Pattern { who, what, times }), "{text}");
    }

    #[test]
    fn patterns_are_read() {
        use CallName as C;
        let (server, client) = (Who::Of(Role::Server), Who::Of(Role::Client));
        check("server bind ok", server, What::Call(C::Bind, CallIs::Ok), 1);
        check("server accept blocked x2", server, What::Call(C::Accept, CallIs::Blocked), 2);
        check("any accept at-once", Who::Any, What::Call(C::Accept, CallIs::AtOnce), 1);
        let fails = CallIs::Fails("EADDRINUSE".into());
        check("client bind fails EADDRINUSE", client, What::Call(C::Bind, fails), 1);
        check("client recv_into empty", client, What::Call(C::Recv, CallIs::Empty), 1);
        let contains = CallIs::Contains("你好 x2".into());
        check("client sendall contains \"你好 x2\"", client, What::Call(C::Sendall, contains), 1);
        check("server recv bytes 12 x3", server, What::Call(C::Recv, CallIs::Bytes(12)), 3);
        check("server prints \"a b\"", server, What::Prints("a b".into()), 1);
        check("server ends", server, What::Ends, 1);
        check("client raises TypeError", client, What::Raises("TypeError".into()), 1);
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in [
            "",
            "server",
            "nobody bind ok",
            "server dance ok",
            "server bind",
            "server bind ok now",
            "server recv bytes many",
            "server recv contains hello",
            "client raises",
            "server ends x",
        ] {
            assert!(text.parse::<Pattern>().is_err(), "{text}");
        }
    }
}
