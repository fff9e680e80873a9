//! What a check waits for: `server accept blocked x2`, `client recv contains "ok"`, `server ends` …

use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

use crate::call::{CallName, Exception};
use crate::errno::{Errno, GaiError};
use crate::trace::Role;

/// Whose event it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The program in that half.
    Of(Role),
    /// Any program, or the person at the Bench.
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

/// The state or outcome that a call must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallIs {
    /// It succeeded.
    Ok,
    /// It blocks, or has blocked.
    Blocked,
    /// It succeeded without blocking.
    AtOnce,
    /// It failed with this errno or exception.
    Fails(String),
    /// It returned no bytes.
    Empty,
    /// The bytes it moved contain this text.
    Contains(String),
    /// It moved exactly this many bytes.
    Bytes(usize),
}

/// What has to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A call.
    Call(CallName, CallIs),
    /// The program writes a line that contains this text.
    Prints(String),
    /// The program ends, however it does.
    Ends,
    /// The program ends with this exception.
    Raises(String),
}

/// The side, the event, and the least number of times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    /// Whose.
    pub who: Who,
    /// What.
    pub what: What,
    /// How often at least; never 0.
    pub times: u32,
}

/// A text that is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found:?} in the pattern {pattern:?}")]
pub struct PatternError {
    expected: &'static str,
    found: String,
    pattern: String,
}

impl PatternError {
    /// What was expected, and what stands there, in this pattern.
    pub(super) fn new(expected: &'static str, found: &str, pattern: &str) -> Self {
        Self { expected, found: found.to_owned(), pattern: pattern.to_owned() }
    }
}

impl Pattern {
    /// Whether it is a call that blocks.
    #[must_use]
    pub fn is_wait(&self) -> bool {
        matches!(self.what, What::Call(_, CallIs::Blocked))
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(pattern: &str) -> Result<Self, PatternError> {
        let (rest, times) = times(pattern.trim());
        let expect = |expected, found: &str| PatternError::new(expected, found, pattern);
        if times == 0 {
            return Err(expect("a count from x1 on", "x0"));
        }
        let (who, rest) = word(rest);
        let who = match who {
            "server" => Who::Of(Role::Server),
            "client" => Who::Of(Role::Client),
            "any" => Who::Any,
            other => return Err(expect("`server`, `client` or `any`", other)),
        };
        let (verb, rest) = word(rest);
        let text = |rest| quoted(rest).ok_or_else(|| expect("a text in double quotes", rest));
        let what = match verb {
            "prints" => What::Prints(text(rest)?),
            "ends" if rest.is_empty() => What::Ends,
            "ends" => return Err(expect("nothing after `ends`", rest)),
            "raises" => What::Raises(
                one_word(rest).ok_or_else(|| expect("an exception after `raises`", rest))?,
            ),
            verb => {
                let call = call_name(verb)
                    .ok_or_else(|| expect("a call, `prints`, `ends` or `raises`", verb))?;
                let (outcome, rest) = word(rest);
                let bare = |is| match rest {
                    "" => Ok(is),
                    more => Err(expect("nothing after how the call ends", more)),
                };
                let is = match outcome {
                    "ok" => bare(CallIs::Ok)?,
                    "blocked" => bare(CallIs::Blocked)?,
                    "at-once" => bare(CallIs::AtOnce)?,
                    "empty" => bare(CallIs::Empty)?,
                    "fails" if is_failure(rest) => CallIs::Fails(rest.to_owned()),
                    "fails" => return Err(expect("an errno or an exception of calls", rest)),
                    "contains" => CallIs::Contains(text(rest)?),
                    "bytes" => CallIs::Bytes(
                        rest.parse().map_err(|_| expect("a number after `bytes`", rest))?,
                    ),
                    other => {
                        let outcomes =
                            "`ok`, `blocked`, `at-once`, `empty`, `fails`, `contains` or `bytes`";
                        return Err(expect(outcomes, other));
                    }
                };
                What::Call(call, is)
            }
        };
        Ok(Self { who, what, times })
    }
}

/// The pattern without its count, and the count.
pub(super) fn times(pattern: &str) -> (&str, u32) {
    let counted = || {
        let (rest, count) = pattern.rsplit_once(' ')?;
        Some((rest.trim_end(), count.strip_prefix('x')?.parse().ok()?))
    };
    counted().unwrap_or((pattern, 1))
}

/// The first word, and what follows it.
pub(super) fn word(text: &str) -> (&str, &str) {
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

/// Whether a call can fail with this errno or exception.
fn is_failure(name: &str) -> bool {
    let exception: StrDeserializer<'_, Error> =
        name.strip_prefix("socket.").unwrap_or(name).into_deserializer();
    Exception::deserialize(exception).is_ok()
        || Errno::ALL.iter().any(|errno| errno.name() == name)
        || GaiError::ALL.iter().any(|error| error.name() == name)
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = |text: &str| text.replace('"', "\\\"").replace('\n', "\\n");
        f.write_str(match self.who {
            Who::Of(Role::Server) => "server ",
            Who::Of(Role::Client) => "client ",
            Who::Any => "any ",
        })?;
        match &self.what {
            What::Call(call, is) => {
                write!(f, "{} ", call.as_str())?;
                match is {
                    CallIs::Ok => f.write_str("ok"),
                    CallIs::Blocked => f.write_str("blocked"),
                    CallIs::AtOnce => f.write_str("at-once"),
                    CallIs::Empty => f.write_str("empty"),
                    CallIs::Fails(name) => write!(f, "fails {name}"),
                    CallIs::Contains(text) => write!(f, "contains \"{}\"", quote(text)),
                    CallIs::Bytes(count) => write!(f, "bytes {count}"),
                }?;
            }
            What::Prints(text) => write!(f, "prints \"{}\"", quote(text))?,
            What::Ends => f.write_str("ends")?,
            What::Raises(name) => write!(f, "raises {name}")?,
        }
        if self.times > 1 { write!(f, " x{}", self.times) } else { Ok(()) }
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(pattern: String) -> Result<Self, PatternError> {
        pattern.parse()
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, who: Who, what: What, times: u32) {
        let pattern = Pattern { who, what, times };
        assert_eq!(text.parse().as_ref(), Ok(&pattern), "{text}");
        assert_eq!(pattern.to_string().parse(), Ok(pattern), "{text}: written and read again");
    }

    #[test]
    fn patterns_are_read() {
        use CallName as C;
        let (server, client) = (Who::Of(Role::Server), Who::Of(Role::Client));
        check("server bind ok", server, What::Call(C::Bind, CallIs::Ok), 1);
        check("server accept blocked x2", server, What::Call(C::Accept, CallIs::Blocked), 2);
        check("any accept at-once", Who::Any, What::Call(C::Accept, CallIs::AtOnce), 1);
        for name in ["EADDRINUSE", "EAI_NONAME", "OSError", "gaierror", "socket.gaierror"] {
            let fails = CallIs::Fails(name.into());
            check(&format!("client bind fails {name}"), client, What::Call(C::Bind, fails), 1);
        }
        check("client recv_into empty", client, What::Call(C::Recv, CallIs::Empty), 1);
        let contains = CallIs::Contains("你好 x2".into());
        check("client sendall contains \"你好 x2\"", client, What::Call(C::Sendall, contains), 1);
        check("server recv bytes 12 x3", server, What::Call(C::Recv, CallIs::Bytes(12)), 3);
        check("server prints \"a b\"", server, What::Prints("a b".into()), 1);
        check("any prints \"a\\\"b\\n\"", Who::Any, What::Prints("a\"b\n".into()), 1);
        check("server ends", server, What::Ends, 1);
        check("client raises TypeError", client, What::Raises("TypeError".into()), 1);
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_what_is_expected() {
        for (text, expected, found) in [
            ("", "`server`, `client` or `any`", ""),
            ("nobody bind ok", "`server`, `client` or `any`", "nobody"),
            ("server", "a call, `prints`, `ends` or `raises`", ""),
            ("server dance ok", "a call, `prints`, `ends` or `raises`", "dance"),
            ("server bind", "`ok`, `blocked`,", ""),
            ("server bind done", "`ok`, `blocked`,", "done"),
            ("server bind ok now", "nothing after", "now"),
            ("server bind fails EADDRUSED", "an errno or an exception", "EADDRUSED"),
            ("server recv bytes many", "a number after `bytes`", "many"),
            ("server recv contains hello", "a text in double quotes", "hello"),
            ("client raises", "an exception after `raises`", ""),
            ("server ends x", "nothing after `ends`", "x"),
            ("server bind ok x0", "a count from x1 on", "x0"),
        ] {
            let error = text.parse::<Pattern>().expect_err(text);
            assert!(error.expected.starts_with(expected), "{text}: {error}");
            assert_eq!((&*error.found, &*error.pattern), (found, text));
        }
    }
}
