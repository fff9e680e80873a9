//! Which calls the timeline shows: one program's, one socket's, those that contain a text.

use std::collections::HashMap;

use lab_shared::call::{CallId, Failure, SocketId};
use lab_shared::text::Encoding;
use lab_shared::trace::{CallRecord, Role, Timeline};

use crate::kit::state::choice::Choice;

/// Whose calls are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// One program's.
    Of(Role),
}

impl Choice for Whose {
    fn all() -> Vec<Self> {
        vec![Self::All, Self::Of(Role::Server), Self::Of(Role::Client)]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Of(Role::Server) => "server",
            Self::Of(Role::Client) => "client",
        }
    }
}

impl Whose {
    fn shows(self, call: &CallRecord) -> bool {
        match self {
            Self::All => true,
            Self::Of(side) => call.origin.as_ref().is_some_and(|origin| origin.side == side),
        }
    }
}

/// What the person wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Whose calls.
    pub whose: Whose,
    /// On which socket; `None` for all.
    pub socket: Option<SocketId>,
    /// Text in a call's name, its failure or its bytes; empty for all. Bytes are found by their text
    /// in any encoding, or by their hex digits after `0x`.
    pub search: String,
}

impl Filter {
    /// Whether every call passes it.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// Finds the calls that pass a filter, and searches the bytes of each only once.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    filter: Filter,
    needles: Vec<Vec<u8>>,
    /// The results for calls that have ended.
    searched: HashMap<CallId, bool>,
}

impl Finder {
    /// The positions of the calls that are shown, ascending.
    pub(crate) fn shown(&mut self, timeline: &Timeline, filter: &Filter) -> Vec<usize> {
        if self.filter != *filter {
            *self = Self {
                filter: filter.clone(),
                needles: needles(&filter.search),
                searched: HashMap::new(),
            };
        }
        let calls = timeline.calls().enumerate();
        calls.filter(|(_, call)| self.shows(call)).map(|(position, _)| position).collect()
    }

    fn shows(&mut self, call: &CallRecord) -> bool {
        let Filter { whose, socket, search } = &self.filter;
        let on = |socket: SocketId| call.socket == Some(socket) || call.made().contains(&socket);
        if !whose.shows(call) || !socket.is_none_or(on) {
            return false;
        }
        if search.is_empty() {
            return true;
        }
        if let Some(found) = self.searched.get(&call.id) {
            return *found;
        }
        let found = self.has(call);
        if !call.is_pending() {
            self.searched.insert(call.id, found);
        }
        found
    }

    fn has(&self, call: &CallRecord) -> bool {
        let search = self.filter.search.to_lowercase();
        let named = |word: &str| word.to_lowercase().contains(&search);
        let failed = |failure: &Failure| {
            named(failure.exception.name()) || failure.errno.as_deref().is_some_and(named)
        };
        named(call.op.name().as_str())
            || matches!(&call.outcome, Some(Err(failure)) if failed(failure))
            || self.needles.iter().any(|needle| {
                holds(&call.sent, needle)
                    || call.received().is_some_and(|bytes| holds(bytes, needle))
            })
    }
}

/// The bytes that a text may mean.
fn needles(search: &str) -> Vec<Vec<u8>> {
    let mut needles: Vec<Vec<u8>> =
        Encoding::ALL.iter().filter_map(|encoding| encoding.encode(search).ok()).collect();
    needles.extend(search.strip_prefix("0x").and_then(hex));
    needles.retain(|needle| !needle.is_empty());
    needles.dedup();
    needles
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits
        .chars()
        .filter(|character| *character != ' ')
        .map(|character| character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    digits
        .len()
        .is_multiple_of(2)
        .then(|| digits.chunks(2).map(|two| two[0] << 4 | two[1]).collect())
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test_lab::{STREAM, TestLab};
    use lab_shared::call::{CallName, MsgFlags, Op, Value};
    use lab_shared::errno::Errno;

    fn shown(test: &TestLab, filter: &Filter) -> Vec<CallName> {
        let positions = Finder::default().shown(&test.lab.timeline, filter);
        let call = |at: usize| test.lab.timeline.call_at(at).map(|call| call.op.name());
        positions.into_iter().filter_map(call).collect()
    }

    fn with(search: &str) -> Filter {
        Filter { search: search.into(), ..Filter::default() }
    }

    #[test]
    fn one_programs_calls_can_be_shown_alone() {
        let (mut test, ..) = TestLab::server_with_client();
        let before = shown(&test, &Filter::default()).len();
        test.driven(Role::Client, STREAM);
        let of = |side| Filter { whose: Whose::Of(side), ..Filter::default() };
        assert_eq!(shown(&test, &of(Role::Client)), [CallName::Socket]);
        assert!(shown(&test, &of(Role::Server)).is_empty());
        assert_eq!(shown(&test, &Filter::default()).len(), before + 1);
    }

    #[test]
    fn a_sockets_calls_begin_with_the_one_that_made_it() {
        let (mut test, _, conn) = TestLab::server_with_client();
        test.done(CallName::Recv, Value::Bytes("hi".into()));
        let filter = Filter { socket: Some(conn), ..Filter::default() };
        assert_eq!(shown(&test, &filter), [CallName::Accept, CallName::Recv]);
    }

    #[test]
    fn bytes_are_found_by_text_in_any_encoding_and_by_hex_digits() {
        let (mut test, _, conn) = TestLab::server_with_client();
        let send = Op::Sendall { flags: MsgFlags::NONE };
        // 瓜子 in GBK.
        let gbk = test.issue_on(conn, send.clone(), b"\xb9\xcf\xd7\xd3");
        test.returns(gbk, Ok(Value::None));
        test.done(CallName::Recv, Value::Bytes("西瓜子".into()));
        for search in ["瓜子", "0xb9cf d7", "0xd7D3"] {
            assert!(shown(&test, &with(search)).contains(&CallName::Sendall), "{search}");
        }
        assert_eq!(shown(&test, &with("西瓜")), [CallName::Recv]);
        assert!(shown(&test, &with("0xzz")).is_empty());
    }

    #[test]
    fn calls_are_found_by_name_and_by_failure_also_once_they_end() {
        let (mut test, _, conn) = TestLab::server_with_client();
        let recv = test.issue_on(conn, Op::Recv { bufsize: 9, flags: MsgFlags::NONE }, b"");
        test.blocks(recv);
        let mut finder = Finder::default();
        assert!(finder.shown(&test.lab.timeline, &with("econnreset")).is_empty());
        test.returns(recv, Err(lab_shared::call::Failure::os(Errno::Econnreset)));
        assert_eq!(finder.shown(&test.lab.timeline, &with("econnreset")).len(), 1);
        assert_eq!(shown(&test, &with("LISTEN")), [CallName::Listen]);
    }
}
